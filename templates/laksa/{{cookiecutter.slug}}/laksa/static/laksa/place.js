// Where it is: found by the phone, on the map or by a name; the list of villages follows the district.
// Without this file the village is chosen from the list.
const by = (id) => document.getElementById(id);

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
// Not on the operators' page: who calls is somewhere else.
const locate = by("locate");
if (locate) locate.hidden = !("geolocation" in navigator);

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

locate?.addEventListener("click", (event) => {
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
