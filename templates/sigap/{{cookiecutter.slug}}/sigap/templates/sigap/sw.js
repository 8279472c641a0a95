{% extends "base/sw.js" %}
{% load static %}
{% block setup %}
// The officer's page works without a line; what was done there waits in the outbox.
importScripts("{% static "sigap/outbox.js" %}");
const PAGE = "{% url "field" %}";
const PHOTOS = "sigap-photos";
STAY.push(PHOTOS);
{% endblock setup %}
{% block fetch %}
  if (url.pathname === PAGE) return event.respondWith(kept(PAGE, request));
  if (url.pathname.startsWith("/foto/")) return event.respondWith(photo(request));
  if (request.mode === "navigate" && url.pathname === "/") return event.respondWith(home(request, url));
{% endblock fetch %}
{% block away %}(url) => (url.pathname === EMERGENCY ? EMERGENCY : PAGE){% endblock away %}
{# Whoever signs out leaves no task behind on the phone; what was not sent yet stays. #}
{% block signed_out %}() => Promise.all([Outbox.forget(), caches.delete(PHOTOS)]){% endblock signed_out %}
{% block more %}
sends("sigap", Outbox.flush);

// The icon on the phone opens "/", which leads an officer to the page we have: a line that says it is
// there and is not may keep nobody waiting.
function home(request, url) {
  const late = new Promise((resolve) => setTimeout(resolve, 4000)).then(() => kept(PAGE, request));
  return Promise.race([page(request, url), late]);
}

async function photo(request) {
  const cache = await caches.open(PHOTOS);
  return (await cache.match(request)) || fetch(request);
}
{% endblock more %}
