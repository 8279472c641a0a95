// Compares a chosen file with the paper on this device: nothing leaves it. Without this script, or
// where the browser may not compute digests (plain http), the form sends the file instead.
(() => {
  const form = document.querySelector("form[data-sha256]");
  if (!form || !window.crypto || !crypto.subtle) return;
  const said = form.querySelector("output");
  form.querySelector("[data-sent]").hidden = true;
  form.querySelector("[data-kept]").hidden = false;
  form.addEventListener("submit", async (event) => {
    const [file] = form.querySelector("input[type=file]").files;
    if (!file) return; // the server says what is missing
    event.preventDefault();
    document.getElementById("result")?.remove();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const same = hex === form.dataset.sha256;
    said.className = `alert ${same ? "success" : "error"}`;
    said.textContent = same ? form.dataset.same : form.dataset.other;
  });
})();
