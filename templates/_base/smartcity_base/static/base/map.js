// A map that works without the internet: the region's villages by name, tiles only where the region
// has some. Leaflet is fetched when a map is opened, not with the page.
//
// <div class="map" data-map data-leaflet-js data-leaflet-css data-areas
//      data-tiles data-attribution          optional: background tiles
//      data-markers                         optional: address of GeoJSON points to show
//      data-lon data-lat                    optional: ids of the inputs that a tap fills
//      hidden>                              optional: opened by <button data-map-open="id of the map" hidden>
//
// A marker's GeoJSON properties: url, title, and colour: red, yellow, green as in a state,
// region for the region's own, else grey.
"use strict";

const COLOURS = { red: "#a4161a", yellow: "#b7791f", green: "#14592f" };
// The region's own colour is known to the page, not to this file.
const colour = (name) =>
  (name === "region" && getComputedStyle(document.documentElement).getPropertyValue("--primary").trim()) || COLOURS[name] || "#525d68";
const loaded = new Map();

function once(address, make) {
  if (!loaded.has(address)) loaded.set(address, make());
  return loaded.get(address);
}

function element(tag, attributes) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.onload = resolve;
    made.onerror = () => reject(new Error(attributes.src || attributes.href));
    document.head.append(made);
  });
}

const json = (address) => once(address, () => fetch(address).then((answer) => answer.json()));

async function open(box) {
  const of = box.dataset;
  box.hidden = false;
  await Promise.all([
    once(of.leafletCss, () => element("link", { rel: "stylesheet", href: of.leafletCss })),
    once(of.leafletJs, () => element("script", { src: of.leafletJs })),
  ]);
  const map = L.map(box, { scrollWheelZoom: false, zoomSnap: 0.5 });
  map.attributionControl.setPrefix(false);
  const villages = (await json(of.areas)).villages.filter((village) => village.lon !== null);
  if (of.tiles) L.tileLayer(of.tiles, { attribution: of.attribution, maxZoom: 19 }).addTo(map);
  const bounds = L.latLngBounds(villages.map((village) => [village.lat, village.lon]));
  map.fitBounds(bounds.isValid() ? bounds.pad(0.03) : [[-11, 95], [6, 141]]);
  if (!of.tiles) names(map, villages);
  if (of.markers) await markers(map, of.markers);
  if (of.lon) picker(map, document.getElementById(of.lon), document.getElementById(of.lat));
  box.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } }));
}

function names(map, villages) {
  const dots = villages.map((village) =>
    L.circleMarker([village.lat, village.lon], { radius: 3, weight: 1, color: "#6b7785", interactive: false })
      .bindTooltip(village.name, { permanent: true, direction: "right", className: "map-place" })
      .addTo(map),
  );
  const declutter = () => {
    const taken = [];
    for (const dot of dots) {
      const label = dot.getTooltip().getElement();
      if (!label) continue;
      const at = map.latLngToLayerPoint(dot.getLatLng());
      const box = [at.x, at.y - 8, at.x + label.offsetWidth + 12, at.y + 8];
      const free = taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
      label.style.visibility = free ? "visible" : "hidden";
      if (free) taken.push(box);
    }
  };
  map.on("zoomend", declutter);
  declutter();
}

async function markers(map, address) {
  const points = await json(address);
  const radius = (points.features || [points]).length > 50 ? 5 : 8;
  const layer = L.geoJSON(points, {
    pointToLayer: (feature, at) =>
      L.circleMarker(at, { radius, weight: 2, color: "#fff", fillOpacity: 1, fillColor: colour(feature.properties.colour) }),
    onEachFeature: (feature, marker) => {
      const link = Object.assign(document.createElement("a"), {
        href: feature.properties.url,
        textContent: feature.properties.title,
      });
      marker.bindPopup(link);
    },
  }).addTo(map);
  if (layer.getLayers().length) map.fitBounds(layer.getBounds().pad(0.2), { maxZoom: 15 });
}

function picker(map, lon, lat) {
  let pin = null;
  const put = (at) => {
    if (pin) pin.setLatLng(at);
    else {
      pin = L.circleMarker(at, { radius: 10, weight: 3, color: "#fff", fillColor: "#a4161a", fillOpacity: 1 }).addTo(map);
    }
    lon.value = at.lng.toFixed(6);
    lat.value = at.lat.toFixed(6);
    lon.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (lon.value && lat.value) {
    put(L.latLng(lat.value, lon.value));
    map.setView(pin.getLatLng(), 15);
  }
  map.on("click", (event) => put(event.latlng));
  map.getContainer().addEventListener("map:place", (event) => {
    put(L.latLng(event.detail.lat, event.detail.lon));
    map.setView(pin.getLatLng(), 16);
  });
}

for (const box of document.querySelectorAll("[data-map]:not([hidden])")) open(box);
for (const button of document.querySelectorAll("[data-map-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    open(document.getElementById(button.dataset.mapOpen));
  });
}
