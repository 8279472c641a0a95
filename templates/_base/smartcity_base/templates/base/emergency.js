// Keeps the page of emergency numbers on the phone; it answers for nothing else.
const NAME = {{ name|safe }};
const KEPT = {{ kept|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("darurat-") && name !== NAME);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const fresh = async () => {
    const answer = await fetch(event.request);
    if (event.request.mode === "navigate" && answer.ok) (await caches.open(NAME)).put(KEPT[0], answer.clone());
    return answer;
  };
  const kept = () => caches.match(event.request.mode === "navigate" ? KEPT[0] : event.request);
  event.respondWith(fresh().catch(async () => (await kept()) ?? Response.error()));
});
