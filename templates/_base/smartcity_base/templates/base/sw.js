// What is there without a line (see shell.py). Rendered with what this release keeps: when one of it
// changes, so does this text, and the phone fetches it anew. An app adds its own in the blocks.
{% load static %}{% autoescape off %}"use strict";

const KEPT = {{ kept }};
const NAME = {{ name }};
const SHELL = NAME + "{{ version }}";
importScripts("{% static "base/kept.js" %}");
{% url "signout" as signout %}const SIGN_OUT = "{{ signout }}";
{% endautoescape %}const [OFFLINE, EMERGENCY] = KEPT;
const STAY = [SHELL];
{% block setup %}{% endblock setup %}

// What carries its version in the address may come from the browser's own cache.
const named = (url) => url.startsWith("/static/") || url.includes("?");
const asked = (url) => new Request(url, { cache: named(url) ? "default" : "reload", credentials: "omit" });

self.addEventListener("install", (event) => {
  const fetched = caches.open(SHELL).then((cache) => cache.addAll(KEPT.map(asked)));
  event.waitUntil(fetched.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => !STAY.includes(name));
  const tidy = caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name))));
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  // A page that was on its way while we woke is missed by the claim above, and asks for one of its own.
  if (event.data === "claim") event.waitUntil(self.clients.claim());
});

// A region took the app away for good (410): nothing of it stays on the phone.
async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await Kept.forget();
  await self.registration.unregister();
}

async function page(request, url) {
  const answer = await fetch(request).catch(() => kept(away(url), request));
  if (answer.status === 410 && url.pathname === "/") await leave();
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // What they typed is forgotten by the page, which knows who they are (app.js).
  if (request.method === "POST" && url.pathname === SIGN_OUT) event.waitUntil(signedOut());
  if (request.method !== "GET") return;
  const here = url.pathname + url.search;
  {% block fetch %}{% endblock fetch %}
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (KEPT.includes(here)) event.respondWith(kept(here, request));
});

// The phone tells of a line while no page is open: what waits is sent then, or when it tells again.
function sends(tag, flush) {
  self.addEventListener("sync", (event) => {
    if (event.tag === tag) event.waitUntil(flush().then((why) => { if (why === "offline") throw new Error(why); }));
  });
}
sends("kept", Kept.flush);

async function kept(address, request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(address)) || fetch(request);
}

const away = {% block away %}(url) => (url.pathname === EMERGENCY ? EMERGENCY : OFFLINE){% endblock away %};
const signedOut = {% block signed_out %}async () => {}{% endblock signed_out %};
{% block more %}{% endblock more %}
