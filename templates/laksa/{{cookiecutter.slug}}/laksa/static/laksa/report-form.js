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

async function propose() {
  if (!lon.value || !lat.value) return;
  const at = { lon: Number(lon.value), lat: Number(lat.value) };
  try {
    areas ??= await (await fetch(map.dataset.areas)).json();
  } catch {
    return; // no line: the server proposes when the report arrives
  }
  let nearest = null;
  let distance = Infinity;
  for (const one of areas.villages) {
    if (one.lon === null) continue;
    const away = metres(one, at);
    if (away < distance) [nearest, distance] = [one, away];
  }
  if (!nearest) return;
  if (distance > FAR_M) {
    lon.value = lat.value = "";
    say(said.dataset.far);
    return;
  }
  const group = groups.find((one) => one.querySelector(`option[value="${nearest.code}"]`));
  if (!group) return;
  district.value = group.label;
  showDistrict(group.label);
  village.value = nearest.code;
  by("id_proposed").value = nearest.code;
  by("id_village_is_right").checked = false;
  by("right-field").hidden = false;
  say(said.dataset.proposed.replace("{place}", `${nearest.name}, ${group.label}`));
}

if (lon.value && lat.value) say(said.dataset.kept);
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
      lon.value = coords.longitude.toFixed(6);
      lat.value = coords.latitude.toFixed(6);
      if (map.hidden) propose();
      else map.dispatchEvent(new CustomEvent("map:place", { detail: { lon: coords.longitude, lat: coords.latitude } }));
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
  form.submit();
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  location.reload(); // back from the answer: a fresh form
});

by("faults")?.focus();
