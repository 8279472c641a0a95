// What was typed stays on the phone until the server has it: a dropped line or a closed page loses
// nothing. Without this file the form works as it is. Sending twice is harmless: one sheet a day.
const form = document.querySelector("form[data-keep]");
const place = form.dataset.keep;
const note = document.getElementById("kept");
const typed = () => [...form.elements].filter((one) => one.name && one.name !== "csrfmiddlewaretoken");

function keep(waiting) {
  const values = Object.fromEntries(typed().map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]));
  try {
    localStorage.setItem(place, JSON.stringify({ waiting, values }));
  } catch {
    // no room, or private browsing: then the page is as it would be without this
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

// The line may be bad without the browser knowing: ask for something small before the page is left.
async function online() {
  if (!navigator.onLine) return false;
  try {
    return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(20000) })).ok;
  } catch {
    return false;
  }
}

let sending = false;

async function send() {
  if (sending) return;
  sending = true;
  keep(true);
  if (await online()) {
    form.submit(); // the page that says it arrived lets it go: see sent.js
    return;
  }
  sending = false;
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}

const before = kept();
// A page that shows faults holds what was typed already.
if (before && !form.querySelector(".wrong, .errorlist")) {
  for (const one of typed()) {
    if (!(one.name in before.values)) continue;
    if (one.type === "checkbox") one.checked = before.values[one.name];
    else one.value = before.values[one.name];
  }
  note.hidden = !before.waiting;
  if (before.waiting) send();
}

form.addEventListener("input", () => keep(false));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
addEventListener("online", () => kept()?.waiting && send());
setInterval(() => kept()?.waiting && send(), 30000);
