// A form with data-passkey ("create" or "get") asks the browser for a passkey and sends the answer.
// What is asked stands on the page (data-options: its id) or is fetched (data-options-url).
(() => {
  "use strict";

  // In the language of the page: parts/passkey_scripts.html.
  const SAID = document.getElementById("passkey-said").content;

  async function options(form) {
    if (form.dataset.options) {
      return JSON.parse(document.getElementById(form.dataset.options).textContent);
    }
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function ask(form) {
    const fault = form.querySelector("[data-passkey-fault]");
    fault.hidden = true;
    try {
      const credential = await window.webauthnJSON[form.dataset.passkey](await options(form));
      form.elements.credential.value = JSON.stringify(credential);
      carry(form);
      form.submit();
    } catch (error) {
      fault.textContent = (SAID.getElementById(error.name) ?? SAID.lastElementChild).textContent;
      fault.hidden = false;
    }
  }

  // "Stay signed in" stands in the form for the password, and counts for both.
  function carry(form) {
    const asked = document.querySelector("input[name=remember]");
    if (asked && asked.checked && form.elements.remember) form.elements.remember.disabled = false;
  }

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.querySelector("[data-passkey-missing]").hidden = true;
    for (const part of form.querySelectorAll("[data-passkey-able]")) part.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
})();
