{% extends "base/sw.js" %}
{% load i18n %}
{% block more %}
// Shows that there is news. What it is stands in the inbox, behind the sign-in.
self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* an empty push is news as well */ }
  event.waitUntil(self.registration.showNotification(told.title || "{{ app.title|escapejs }}", {
    body: "{% trans "Ada kabar baru di kotak masuk Anda." as body %}{{ body|escapejs }}",
    icon: "/icon-192.png",
    tag: "kabar",
    renotify: true,
    data: { url: told.url || "{% url "inbox" %}" },
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
{% endblock more %}
