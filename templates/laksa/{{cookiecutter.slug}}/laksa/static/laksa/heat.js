// The heat map: squares of GeoJSON with a count and its class, drawn on the map of base/map.js.
"use strict";

document.addEventListener("map:ready", async (event) => {
  const box = event.target;
  if (!box.dataset.heat) return;
  const grid = await (await fetch(box.dataset.heat)).json();
  const style = getComputedStyle(document.documentElement);
  const fill = style.getPropertyValue("--primary").trim();
  const strength = (cell) => 0.18 + (0.67 * cell) / Math.max(grid.classes.length, 1);
  const layer = L.geoJSON(grid, {
    style: (feature) => ({ stroke: false, fillColor: fill, fillOpacity: strength(feature.properties.class) }),
    onEachFeature: (feature, square) => square.bindTooltip(`${feature.properties.count} ${box.dataset.unit}`),
  }).addTo(event.detail.map);
  if (layer.getLayers().length) event.detail.map.fitBounds(layer.getBounds().pad(0.05));
  const legend = document.getElementById("heat-legend");
  grid.classes.forEach((from, at) => {
    const to = grid.classes[at + 1];
    const words = to === undefined ? `${from}+` : to - 1 > from ? `${from}–${to - 1}` : `${from}`;
    const item = document.createElement("li");
    item.innerHTML = '<svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10"/></svg>';
    item.querySelector("rect").setAttribute("fill-opacity", strength(at + 1));
    item.append(words);
    legend.append(item);
  });
});
