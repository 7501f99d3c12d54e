{% load static %}// Keeps one page for when there is no connection. No other page is ever kept: they are confidential.
const CACHE = "offline-1";
const PAGE = "{% url "offline" %}";
const PARTS = [
  PAGE,
  "{% static "vendor/tabler/css/tabler.min.css" %}",
  "{% static "css/base.css" %}",
  "{% static "css/frame.css" %}",
  "{% static "css/entrance.css" %}",
  "{% static "css/components.css" %}",
  "{% static "css/states.css" %}",
  "{% static "css/lists.css" %}",
  "{% static "css/charts.css" %}",
  "{% static "css/people.css" %}",
  "{% static "css/forms.css" %}",
  "{% static "css/messages.css" %}",
  "{% static "css/matching.css" %}",
  "{% static "css/programs.css" %}",
  "{% static "css/print.css" %}",
  "{% static "js/theme.js" %}",
  "{% static "js/frame.js" %}",
];
self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PARTS)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (e) => {
  if (e.request.mode === "navigate" && e.request.method === "GET") {
    e.respondWith(fetch(e.request).catch(() => caches.match(PAGE)));
  } else if (e.request.method === "GET" && PARTS.includes(new URL(e.request.url).pathname)) {
    e.respondWith(fetch(e.request).catch(() => caches.match(e.request)));
  }
});
