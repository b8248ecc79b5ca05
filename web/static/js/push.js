/* Subscribing this browser: asks once, hands the subscription to the form, and says plainly why it cannot. */
(() => {
  const say = (what) => {
    for (const line of document.querySelectorAll("[data-push]")) line.hidden = line.dataset.push !== what;
    const form = document.getElementById("push-on");
    if (form) form.hidden = what !== "ready";
  };

  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const standing = () => (!able ? "unable" : Notification.permission === "denied" ? "refused" : "ready");

  const bytes = (key) => Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

  const subscribe = async (form) => {
    if ((await Notification.requestPermission()) !== "granted") return say("refused");
    const worker = await navigator.serviceWorker.register(form.dataset.worker);
    await new Promise((done) => {
      const starting = worker.installing ?? worker.waiting;
      if (worker.active || !starting) return done();
      starting.addEventListener("statechange", () => starting.state === "activated" && done());
    });
    const old = await worker.pushManager.getSubscription();
    await old?.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
    form.elements.value.value = JSON.stringify(made);
    HTMLFormElement.prototype.submit.call(form);
  };

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "push-on") return;
    event.preventDefault();
    subscribe(event.target).catch(() => say("failed"));
  });

  say(standing());
})();
