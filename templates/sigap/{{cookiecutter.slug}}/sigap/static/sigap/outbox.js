// What an officer did, kept on the phone until the server has it. Shared by the page and the worker.
//
// A step and its photos lie in IndexedDB under ids made here. They are sent in the order in which
// they were done, photo by photo in small pieces that go on where they stopped, and leave the phone
// only after the server has answered. The server knows the ids: whatever is sent twice is done once.
"use strict";

const Outbox = (() => {
  const PIECE = 64 * 1024; // on 2G some fifteen seconds: what a cut line costs at most
  const NAME = "sigap";
  const told = typeof BroadcastChannel === "function" ? new BroadcastChannel("sigap") : { postMessage() {} };

  class Stop extends Error {} // no signal, or nobody is signed in: later

  function database() {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = () => {
        const made = opening.result;
        made.createObjectStore("meta");
        made.createObjectStore("steps", { keyPath: "seq", autoIncrement: true });
        made.createObjectStore("photos", { keyPath: "id" });
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }

  // Runs `work(stores)` in one transaction; resolves when all of it is on the phone's disk.
  async function on(names, mode, work) {
    const open = await database();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = open.transaction(names, mode, { durability: "strict" });
        let answer;
        transaction.oncomplete = () => resolve(answer instanceof IDBRequest ? answer.result : answer);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
        answer = work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
      });
    } finally {
      open.close();
    }
  }

  const meta = (key) => on(["meta"], "readonly", ({ meta: store }) => store.get(key));
  const setMeta = (key, value) => on(["meta"], "readwrite", ({ meta: store }) => store.put(value, key));
  const steps = () => on(["steps"], "readonly", ({ steps: store }) => store.getAll());
  const photos = () => on(["photos"], "readonly", ({ photos: store }) => store.getAll());
  const addPhoto = (photo) => on(["photos"], "readwrite", ({ photos: store }) => store.put(photo));
  const dropPhoto = (id) => on(["photos"], "readwrite", ({ photos: store }) => store.delete(id));

  // A photo belongs to its task at once, to its step when the step is added, in one transaction.
  async function add(step) {
    await on(["steps", "photos"], "readwrite", ({ steps: store, photos: pictures }) => {
      store.add({ ...step, id: crypto.randomUUID(), at: Date.now(), failed: "" });
      for (const { id } of step.photos) {
        const asked = pictures.get(id);
        asked.onsuccess = () => asked.result && pictures.put({ ...asked.result, step: true });
      }
    });
    told.postMessage("changed");
  }

  function drop(step) {
    return on(["steps", "photos"], "readwrite", ({ steps: store, photos: pictures }) => {
      store.delete(step.seq);
      for (const { id } of step.photos) pictures.delete(id);
    });
  }

  const keep = (step) => on(["steps"], "readwrite", ({ steps: store }) => store.put(step));

  async function ask(address, options = {}) {
    let answer;
    try {
      answer = await fetch(address, { credentials: "same-origin", redirect: "error", ...options });
    } catch {
      throw new Stop("offline");
    }
    if (answer.status === 401) throw new Stop("signin");
    if (answer.status === 403 || answer.status === 429 || answer.status >= 500) throw new Stop("away");
    try {
      return { status: answer.status, body: await answer.json() };
    } catch {
      throw new Stop("away"); // a portal that wants money, not the server
    }
  }

  // Fetch the tasks anew. Answers them, and the token with which this session may post.
  async function refresh() {
    const { status, body } = await ask("/luring/tugas.json", { cache: "no-store" });
    if (status !== 200) throw new Stop("away");
    const { csrf, ...pocket } = body;
    await setMeta("pocket", pocket);
    told.postMessage("changed");
    return { pocket, csrf };
  }

  // "" when the photo is on the server; else why it never will be.
  async function upload(photo, csrf) {
    const address = `/luring/foto/${photo.id}`;
    const size = photo.blob.size;
    let { body } = await ask(address, { cache: "no-store" });
    while (!body.done) {
      const piece = photo.blob.slice(body.offset, body.offset + PIECE);
      const answer = await ask(`${address}?offset=${body.offset}&size=${size}`, {
        method: "PUT", body: piece, headers: { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" },
      });
      if (answer.status === 422 || answer.status === 400) return answer.body.message;
      body = answer.body;
      told.postMessage({ photo: photo.id, share: body.done ? 1 : body.offset / size });
    }
    return "";
  }

  // A phone that ran out of room may drop what pages keep; the step must not wait for it for ever.
  async function lost(id) {
    const { body } = await ask(`/luring/foto/${id}`, { cache: "no-store" });
    return body.done ? "" : "Satu foto hilang dari ponsel";
  }

  async function send(step, csrf) {
    const stored = new Map((await photos()).map((photo) => [photo.id, photo]));
    for (const { id } of step.photos) {
      const photo = stored.get(id);
      const fault = photo ? await upload(photo, csrf) : await lost(id);
      if (!fault) continue;
      // The rest of the step goes on without the photo; the words say that there was one.
      step.photos = step.photos.filter((one) => one.id !== id);
      step.text = `${step.text}\n[${fault}]`.trim();
      await keep(step);
    }
    const now = Date.now();
    const answer = await ask("/luring/langkah", {
      method: "POST",
      headers: { "X-CSRFToken": csrf, "Content-Type": "application/json" },
      body: JSON.stringify({
        id: step.id, task: step.task, action: step.action, text: step.text, place: step.place,
        materials: step.materials, to: step.to, age_ms: now - step.at,
        photos: step.photos.map((one) => ({ id: one.id, kind: one.kind, place: one.place, age_ms: now - one.at })),
      }),
    });
    if (answer.status === 409) throw new Stop("again"); // a photo is missing: asked for next time
    if (answer.status === 200) {
      if (answer.body.kept) await note(step, answer.body.why);
      await drop(step);
    } else {
      await keep({ ...step, failed: answer.body.message || String(answer.status) });
    }
    told.postMessage("changed");
  }

  async function note(step, why) {
    const notes = (await meta("notes")) || [];
    await setMeta("notes", [...notes.slice(-19), { task: step.task, action: step.action, why, at: Date.now() }]);
  }

  // Send all that waits. Answers "" when nothing waits any more, else why it stopped: offline, signin,
  // away, again, other (it waits for another person). One window, or the worker, at a time: who comes
  // meanwhile sends what the one before has not seen.
  const flush = () => (navigator.locks ? navigator.locks.request("sigap", run) : run());

  async function run() {
    try {
      const { pocket, csrf } = await refresh();
      const waiting = (await steps()).filter((step) => !step.failed);
      const own = waiting.filter((step) => step.owner === pocket.user.id);
      for (const step of own) await send(step, csrf);
      if (own.length) await refresh();
      return waiting.length > own.length ? "other" : "";
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return error.message;
    } finally {
      told.postMessage("changed");
    }
  }

  const forget = () => on(["meta"], "readwrite", ({ meta: store }) => store.delete("pocket"));

  return { PIECE, add, addPhoto, drop, dropPhoto, flush, forget, meta, photos, setMeta, steps };
})();
