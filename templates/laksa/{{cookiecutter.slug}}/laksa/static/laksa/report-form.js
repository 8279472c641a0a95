// The report form, made quicker: photos are made small before they travel, the place is found by the
// phone, and the list of villages follows the district. Without this file the form works as it is.
const form = document.getElementById("report-form");
const by = (id) => document.getElementById(id);

// --- Photos: 1600 pixels are enough to judge a pothole, and a tenth of what a camera makes ---
const SIDE = 1600;
const input = by("id_photos");

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file; // not a picture this browser reads: the server says what is wrong with it
  }
}

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

// --- Place ---
const lon = by("id_lon");
const lat = by("id_lat");
const village = by("id_village");
const district = by("district");
const said = by("place-said");
const map = by("place-map");
const groups = [...village.querySelectorAll("optgroup")];
const FAR_M = 50000;
let areas;
// The place that was chosen by name, and where it is: its village is known, and need not be guessed.
let landmark = { name: "", at: "" };
// The point for which a village was suggested: opening the map asks again, and must not undo what
// somebody has put right since.
let suggestedFor = "";
const here = () => `${lon.value},${lat.value}`;

const say = (text) => {
  said.textContent = text;
  said.hidden = !text;
};

for (const group of groups) district.append(new Option(group.label, group.label));
by("district-field").hidden = false;
by("place-buttons").hidden = false;
by("locate").hidden = !("geolocation" in navigator);

function showDistrict(name) {
  const first = village.options[0];
  village.replaceChildren(first, ...groups.filter((group) => !name || group.label === name));
}

district.addEventListener("change", () => {
  showDistrict(district.value);
  village.value = "";
});

function metres(village, at) {
  const rad = Math.PI / 180;
  const x = (village.lon - at.lon) * rad * Math.cos(((village.lat + at.lat) / 2) * rad);
  const y = (village.lat - at.lat) * rad;
  return 6371008.8 * Math.hypot(x, y);
}

async function nearest(at) {
  try {
    areas ??= await (await fetch(map.dataset.areas)).json();
  } catch {
    return null; // no line: the server proposes when the report arrives
  }
  let found = null;
  let distance = Infinity;
  for (const one of areas.villages) {
    if (one.lon === null) continue;
    const away = metres(one, at);
    if (away < distance) [found, distance] = [one, away];
  }
  return found && { code: found.code, distance };
}

const groupOf = (code) => groups.find((one) => one.querySelector(`option[value="${code}"]`));

// Returns what the village is called, or nothing when the list has no such village.
function select(code) {
  const group = groupOf(code);
  if (!group) return "";
  district.value = group.label;
  showDistrict(group.label);
  village.value = code;
  return `${village.selectedOptions[0].text}, ${group.label}`;
}

function suggest(code, words) {
  const area = select(code);
  if (!area) return;
  by("id_proposed").value = code;
  by("id_village_is_right").checked = false;
  by("right-field").hidden = false;
  suggestedFor = here();
  say(words.replace("{area}", area));
}

async function propose() {
  if (!lon.value || !lat.value || here() === suggestedFor) return;
  const words = landmark.at === here() ? said.dataset.landmark.replace("{place}", landmark.name) : said.dataset.proposed;
  if (landmark.at === here() && landmark.village) {
    suggest(landmark.village, words);
    return;
  }
  const found = await nearest({ lon: Number(lon.value), lat: Number(lat.value) });
  if (!found) return;
  if (found.distance > FAR_M) {
    lon.value = lat.value = "";
    say(said.dataset.far);
    return;
  }
  suggest(found.code, words);
}

function putPoint(at) {
  suggestedFor = "";
  lon.value = at.lon.toFixed(6);
  lat.value = at.lat.toFixed(6);
  if (map.hidden) propose();
  else map.dispatchEvent(new CustomEvent("map:place", { detail: at }));
}

// --- Place by name: what is chosen marks the point, or the village where no point is known ---
const find = by("find");
const finds = by("finds");
const findSaid = by("find-said");
const PAUSE_MS = 300;
let pause;
let asked = "";
by("find-field").hidden = false;

function tell(text) {
  findSaid.textContent = text;
  findSaid.hidden = !text;
}

async function look() {
  const words = find.value.trim().toLowerCase();
  if (words === asked) return;
  asked = words;
  if (words.length < 3) {
    offer([]);
    tell("");
    return;
  }
  try {
    const { found } = await (await fetch(`${find.dataset.find}?q=${encodeURIComponent(words)}`)).json();
    if (words !== asked) return; // somebody typed on while the answer travelled
    offer(found);
    tell(found.length ? findSaid.dataset.some : findSaid.dataset.none);
  } catch {
    asked = "";
    offer([]);
    tell(findSaid.dataset.away);
  }
}

function offer(found) {
  finds.replaceChildren(
    ...found.map((one) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      const name = document.createElement("strong");
      const about = document.createElement("span");
      [name.textContent, about.textContent] = [one.name, one.about];
      button.append(name, about);
      button.addEventListener("click", () => choose(one));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  finds.hidden = !found.length;
}

function choose(one) {
  offer([]);
  tell("");
  find.value = one.name;
  asked = one.name.trim().toLowerCase();
  if (!one.landmark) {
    const area = select(one.village);
    village.dispatchEvent(new Event("change"));
    say(said.dataset.village.replace("{area}", area));
  } else {
    const address = by("id_address");
    if (!address.value || address.value === landmark.name) address.value = one.name;
    landmark = { ...one, at: "" };
    if (one.lon === null) suggest(one.village, said.dataset.proposed);
    else {
      landmark.at = `${one.lon.toFixed(6)},${one.lat.toFixed(6)}`;
      putPoint(one);
    }
  }
  find.focus();
}

find.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE_MS);
});
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault(); // it looks for a place; it does not send the report
    clearTimeout(pause);
    look();
  }
  if (event.key === "Escape") offer([]);
});

if (lon.value && lat.value) {
  suggestedFor = here();
  say(said.dataset.kept);
}
lon.addEventListener("change", propose);
village.addEventListener("change", () => {
  by("right-field").hidden = !village.value || village.value !== by("id_proposed").value;
});
if (village.value && village.value === by("id_proposed").value) by("right-field").hidden = false;

by("locate").addEventListener("click", (event) => {
  const button = event.currentTarget;
  const words = button.innerHTML;
  button.textContent = button.dataset.busy;
  button.disabled = true;
  const done = () => {
    button.innerHTML = words;
    button.disabled = false;
  };
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      done();
      putPoint({ lon: coords.longitude, lat: coords.latitude });
    },
    () => {
      done();
      say(said.dataset.denied);
    },
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
  );
});

// --- Sending: once, and not before the photos are small ---
const send = form.querySelector("button.send");
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
    // form.submit() does not say which button was pressed
    const { name, value } = event.submitter;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.submit();
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  location.reload(); // back from the answer: a fresh form
});

by("faults")?.focus();
