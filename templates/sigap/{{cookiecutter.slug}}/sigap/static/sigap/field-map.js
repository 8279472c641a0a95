// The tasks on the base's map, which needs no internet: villages by name, tasks, and where I am.
"use strict";

const DOTS = { red: "#a4161a", yellow: "#b7791f", green: "#14592f" };

function drawMap(view) {
  const page = made("map");
  const box = page.querySelector(".map");
  if (!navigator.onLine) box.dataset.tiles = "";
  const without = pocket.tasks.filter((task) => task.lon === null);
  page.querySelector(".without").textContent = without.length ? words.without.replace("{n}", without.length) : "";
  view.append(page);
  by("view").addEventListener("drawn", () => open(box), { once: true });
  box.addEventListener("map:ready", ({ detail }) => fill(detail.map), { once: true });
}

function fill(map) {
  const points = [];
  for (const task of pocket.tasks) {
    const { state, gone } = foreseen(task);
    if (task.lon === null || gone) continue;
    const at = [task.lat, task.lon];
    points.push(at);
    const link = Object.assign(document.createElement("a"), { href: `#/${task.number}`, textContent: `${task.number}: ${task.title}` });
    L.circleMarker(at, { radius: 10, weight: 2, color: "#fff", fillOpacity: 1, fillColor: DOTS[pocket.states[state].colour] || "#525d68" }).bindPopup(link).addTo(map);
  }
  if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.3), { maxZoom: 15 });
  locate(8000).then((fix) => {
    if (!fix || !map.getContainer().isConnected) return;
    L.circle([fix.lat, fix.lon], { radius: fix.accuracy, weight: 1, color: "#0b5c8a", fillOpacity: 0.15, interactive: false }).addTo(map);
    L.circleMarker([fix.lat, fix.lon], { radius: 6, weight: 3, color: "#fff", fillColor: "#0b5c8a", fillOpacity: 1, interactive: false }).addTo(map);
  });
}
