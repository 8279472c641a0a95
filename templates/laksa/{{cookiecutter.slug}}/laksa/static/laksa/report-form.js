// The report form, made quicker: photos are made small before they travel (base/photos.js). Where it is
// stands in place.js. Without this file the form works as it is.
const form = document.getElementById("report-form");
const by = (id) => document.getElementById(id);

// --- Photos ---
const input = by("id_photos");
let shrinking = Promise.resolve();

async function takePhotos() {
  const chosen = [...input.files];
  const list = by("previews");
  list.replaceChildren();
  list.hidden = chosen.length === 0;
  const box = new DataTransfer();
  for (const file of chosen) {
    const small = await smaller(file);
    box.items.add(small);
    const image = Object.assign(new Image(), { src: URL.createObjectURL(small), alt: file.name });
    const item = document.createElement("li");
    item.append(image);
    list.append(item);
  }
  input.files = box.files;
}

input.addEventListener("change", () => {
  shrinking = takePhotos();
});

// --- Sending: once, and not before the photos are small ---
const send = form.querySelector("button.send");
const said = send.textContent;
let leaving = false;

form.addEventListener("submit", async (event) => {
  if (leaving) return;
  event.preventDefault();
  if (send.disabled) return;
  send.disabled = true;
  send.textContent = form.dataset.sending;
  await shrinking;
  leaving = true;
  if (event.submitter?.name) {
    // The button is disabled by now, and would not be named.
    const { name, value } = event.submitter;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value, className: "chose" }));
  }
  // The base's keep.js goes on from there. Not yet: a form that is just being sent cannot be again.
  setTimeout(() => (form.requestSubmit ? form.requestSubmit() : form.submit()));
});

// It waits on the phone for the line: it may be changed meanwhile, and sent again.
form.addEventListener("kept", () => {
  leaving = send.disabled = false;
  send.textContent = said;
  for (const one of form.querySelectorAll("input.chose")) one.remove();
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  location.reload(); // back from the answer: a fresh form
});

by("faults")?.focus();
