// Where the phone is: {lon, lat, accuracy}, or null. A fix that is older than a minute is no fix.
"use strict";

const FRESH_MS = 60000;
let lastFix = null;

function locate(patience = 15000) {
  if (lastFix && Date.now() - lastFix.at < FRESH_MS && lastFix.accuracy <= 50) return Promise.resolve(lastFix);
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        lastFix = {
          lon: Number(coords.longitude.toFixed(6)),
          lat: Number(coords.latitude.toFixed(6)),
          accuracy: Math.round(coords.accuracy),
          at: Date.now(),
        };
        resolve(lastFix);
      },
      () => resolve(lastFix && Date.now() - lastFix.at < FRESH_MS ? lastFix : null),
      { enableHighAccuracy: true, timeout: patience, maximumAge: FRESH_MS },
    );
  });
}

// On ordinary pages: a form with fields lon, lat, accuracy gets them before it is sent.
for (const form of document.querySelectorAll("form[data-locate]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.located) return;
    event.preventDefault();
    form.dataset.located = "yes";
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const fix = await locate();
    if (fix) for (const name of ["lon", "lat", "accuracy"]) form.querySelector(`[name$=${name}]`).value = fix[name];
    form.submit();
  });
}
