/* Shows what arrives, as it was said: fixed words without names. A tap opens the inbox. */
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // Something that is not ours still has to show: browsers ask for that.
  }
  const { title = "Countersign", body = "There is something new for you.", tag } = said;
  event.waitUntil(self.registration.showNotification(title, { body, tag }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/notices"));
});
