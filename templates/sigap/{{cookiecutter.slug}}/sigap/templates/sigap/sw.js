// The part of SIGAP that is there without signal. Rendered with the files of this release: when one
// of them changes, so does this text, and the phone fetches them all anew.
{% autoescape off %}"use strict";

const KEPT = {{ kept }};
const SHELL = "sigap-{{ version }}";
importScripts("{{ outbox }}");
{% endautoescape %}
const PAGE = KEPT[0];
const PHOTOS = "sigap-photos";

self.addEventListener("install", (event) => {
  const fetched = caches.open(SHELL).then((cache) => cache.addAll(KEPT.map((url) => new Request(url, { cache: "reload", credentials: "omit" }))));
  event.waitUntil(fetched.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("sigap-") && name !== SHELL && name !== PHOTOS).map((name) => caches.delete(name))),
  );
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

// A page that was on its way while we woke is missed by the claim above, and asks for one of its own.
self.addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === "/keluar/") {
    // Whoever signs out leaves no task behind on the phone; what was not sent yet stays.
    event.waitUntil(Promise.all([Outbox.forget(), caches.delete(PHOTOS)]));
    return;
  }
  if (request.method !== "GET") return;
  const here = url.pathname + url.search;
  if (url.pathname === PAGE || KEPT.includes(here)) event.respondWith(kept(url.pathname === PAGE ? PAGE : here, request));
  else if (url.pathname.startsWith("/foto/")) event.respondWith(photo(request));
  else if (request.mode === "navigate" && url.pathname === "/") event.respondWith(home(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(PAGE, request)));
});

// The phone tells of signal while no page is open: what waits is sent then.
self.addEventListener("sync", (event) => {
  if (event.tag === "sigap") event.waitUntil(Outbox.flush());
});

async function kept(address, request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(address)) || fetch(request);
}

// The icon on the phone opens "/", which leads an officer to the page we have: a line that says it is
// there and is not may keep nobody waiting.
function home(request) {
  const late = new Promise((resolve) => setTimeout(resolve, 4000)).then(() => kept(PAGE, request));
  return Promise.race([fetch(request).catch(() => kept(PAGE, request)), late]);
}

async function photo(request) {
  const cache = await caches.open(PHOTOS);
  return (await cache.match(request)) || fetch(request);
}
