// The reporter keeps the address of this page.
const button = document.getElementById("copy");
button.hidden = !navigator.clipboard;
button.addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.origin + location.pathname);
  button.textContent = button.dataset.done;
});
