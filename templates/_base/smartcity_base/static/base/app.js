// The app as something on the phone: its worker, and the forms that wait there (kept.js, keep.js).
// Both come only where they are needed. Without this file every page works as it is.
"use strict";
{
  const here = document.currentScript.dataset;
  const bring = (src) =>
    new Promise((done, failed) => document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed })));
  // What is on the phone, as a number of forms that wait to be sent; null: nothing at all.
  const waits = () => {
    try {
      return localStorage.getItem("kept");
    } catch {
      return null;
    }
  };

  // A page that is the same for everybody does not say who reads it: whom the last one named.
  let who = here.who ?? "";
  try {
    if (here.who === undefined) who = localStorage.getItem("kept-for") ?? "";
    else if (who) localStorage.setItem("kept-for", who);
    else localStorage.removeItem("kept-for");
  } catch { /* nothing is kept here */ }

  if (waits() !== null || document.querySelector("form[data-keep], [data-kept-list]")) {
    globalThis.keepFor = who;
    bring(here.kept).then(() => bring(here.keep)).catch(() => {});
  }

  // Whoever signs out leaves nothing that they typed behind. Without a line nobody is signed out.
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || new URL(form.getAttribute("action") || location.href, location.href).pathname !== here.signout || waits() === null || !navigator.onLine) return;
    event.preventDefault();
    if (!globalThis.Kept) await bring(here.kept).catch(() => {});
    const own = (await globalThis.Kept?.all().catch(() => [])) ?? [];
    if (own.some((one) => one.state === "waiting" && one.owner === who) && !confirm(here.ask)) return;
    await globalThis.Kept?.forget(who).catch(() => {});
    form.submit();
  });

  const tell = (there) => {
    for (const one of document.querySelectorAll("[data-offline]")) one.hidden = !there;
    document.dispatchEvent(new CustomEvent("worker", { detail: there }));
  };

  // Under an authority that this phone does not trust there is no worker, and no page promises one.
  async function register() {
    if (!navigator.serviceWorker) return tell(false);
    try {
      await navigator.serviceWorker.register(here.worker, { scope: "/" });
    } catch {
      return tell(Boolean(navigator.serviceWorker.controller));
    }
    const { active } = await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) active.postMessage("claim");
    return tell(true);
  }

  // After the page: on a thin line nothing is to wait for the worker.
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
