// This browser's own part of push: asked for by a press, never by itself.
const box = document.querySelector("[data-push]");
const can = box && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function send(address, fields) {
  const form = new FormData(box.querySelector("form"));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answer = await fetch(address, { method: "POST", body: form });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function keep(subscription) {
  await send(box.dataset.subscribe, {
    endpoint: subscription.endpoint,
    p256dh: text(subscription.getKey("p256dh")),
    auth: text(subscription.getKey("auth")),
  });
}

async function begin() {
  const registration = await navigator.serviceWorker.register(box.dataset.worker);
  const [on, off, failed] = ["[data-on]", "[data-off]", "[data-failed]"].map((name) => box.querySelector(name));
  const show = (subscription) => { on.hidden = Boolean(subscription); off.hidden = !subscription; };
  const ask = (options) => registration.pushManager.subscribe(options);
  const options = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) };

  let subscription = await registration.pushManager.getSubscription();
  const key = subscription && subscription.options.applicationServerKey;
  if (key && text(key) !== box.dataset.push) { // made with a key of before
    await subscription.unsubscribe();
    subscription = await ask(options);
  }
  if (subscription) await keep(subscription);
  show(subscription);
  on.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      subscription = await ask(options);
      await keep(subscription);
      show(subscription);
    } catch { failed.hidden = false; }
  });
  off.addEventListener("click", async () => {
    await send(box.dataset.unsubscribe, { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
    subscription = null;
    show(null);
  });
}

if (can) begin().catch(() => { box.querySelector("[data-failed]").hidden = false; });
else if (box) box.querySelector("[data-cannot]").hidden = false;
