{% load static %}{% url "screening:crisis" as crisis %}/* {{ day }} */
"use strict";
const LANGUAGE = "{{ language }}";
const SHELL = "kizuna-shell-{{ day }}-{{ language }}", KEPT = "kizuna-kept";
const CRISIS = "{{ crisis|default:"/crisis/" }}", OFFLINE = "{% url "frame:offline" %}", LEAVE = "{% url "frame:leave" %}";
const NAME = "{{ site_name|escapejs }}", ICON = "{% static "frame/icon-192.png" %}";
const STYLE = "{% static "frame/resident.css" %}";
const KEEPABLE = [{% for prefix in keepable %}"{{ prefix }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

// Pages are fetched as a stranger: what a phone keeps is the same for everybody.
const plain = (url) => fetch(url, { credentials: "omit", headers: { "Accept-Language": LANGUAGE }, cache: "reload" });
const keep = async (name, url) => {
  const answer = await plain(url);
  if (answer.ok && !answer.redirected) await (await caches.open(name)).put(url, answer);
  return answer.ok;
};
// Gone for good: the next visit starts as if it were the first.
const forget = async () => {
  await self.registration.unregister();
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(Promise.allSettled([STYLE, OFFLINE, CRISIS].map((url) => keep(SHELL, url))));
});
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== SHELL && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
})()));
self.addEventListener("message", (event) => {
  const { keep: path, forget: all } = event.data || {};
  if (all) event.waitUntil(forget());
  if (path && KEEPABLE.some((start) => path.startsWith(start))) {
    event.waitUntil(keep(KEPT, path).then((done) => event.source.postMessage({ kept: done ? path : null })));
  }
});
// What we send is shown as it is; a message that cannot be read says only that there is one.
self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data.json(); } catch (unreadable) { said = {}; }
  event.waitUntil(self.registration.showNotification(said.title || NAME, { body: said.body || "", tag: said.tag, lang: LANGUAGE, dir: "auto", icon: ICON }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === LEAVE) return event.waitUntil(forget());
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(async () =>
      await caches.match(url.pathname, { ignoreVary: true }) || await caches.match(OFFLINE, { ignoreVary: true }) || Response.error()));
  } else if (url.pathname === STYLE) {
    event.respondWith(fetch(event.request).catch(() => caches.match(STYLE, { ignoreVary: true })));
  }
});
