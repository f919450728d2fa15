/* Messages on this device. The page says what it is without this file; with it, its buttons work. */
"use strict";
(() => {
  const box = document.getElementById("device");
  if (!box) return;
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const show = (name) => ["plain", "on", "off", "refused", "cannot"].forEach((each) => {
    const found = part(each);
    if (found) found.hidden = each !== name;
  });
  const workers = navigator.serviceWorker;
  if (!workers || !("PushManager" in window) || !("Notification" in window)) return show("cannot");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const send = (form, subscription) => {
    form.elements.subscription.value = subscription ? JSON.stringify(subscription) : "";
    form.submit();
  };
  const ready = () => workers.ready.then((worker) => worker.pushManager);
  const look = async () => {
    if (Notification.permission === "denied") return show("refused");
    const held = await (await ready()).getSubscription();
    show(held ? "off" : "on");
  };
  part("on").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (await Notification.requestPermission() !== "granted") return show("refused");
    try {
      const asked = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) };
      send(form, await (await ready()).subscribe(asked));
    } catch (failed) {
      show("cannot");
    }
  });
  part("off").addEventListener("submit", async (event) => {
    event.preventDefault();
    const held = await (await ready()).getSubscription();
    if (held) await held.unsubscribe();
    send(event.target, held);
  });
  look().catch(() => show("cannot"));
})();
