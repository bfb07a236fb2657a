// Service worker of notifications in the browser. It caches nothing and sees no requests.
self.addEventListener('push', (event) => {
  const { title, body, link, tag } = event.data.json();
  const shown = { body, tag, renotify: true, requireInteraction: true, data: { link }, icon: '/mark.svg' };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.link));
});

/** Only the path is used: a notification opens this desk and nothing else. */
async function open(link) {
  const { pathname } = new URL(link, self.location.origin);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const at = windows.find(({ url }) => new URL(url).pathname === pathname);
  return at === undefined ? self.clients.openWindow(pathname) : at.focus();
}
