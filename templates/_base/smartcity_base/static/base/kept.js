// Forms that were sent while the line was away, and what was typed before. Shared by pages and worker.
//
// A form lies in IndexedDB under its person and its name until the server has answered. The server
// knows it by the id that it got when it was pressed: whatever is sent twice is done once. It answers
// {to} when it took the form, and {again} when somebody has to look at it (see kept_forms.py); any
// other answer is not the server's.
"use strict";

globalThis.Kept = (() => {
  const told = typeof BroadcastChannel === "function" ? new BroadcastChannel("kept") : { postMessage() {} };
  const DAYS_MS = 7 * 24 * 3600 * 1000;

  class Stop extends Error {} // no line, nobody is signed in, or the server is busy: later

  function database() {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open("kept", 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore("forms", { keyPath: "key" });
        opening.result.createObjectStore("files", { keyPath: "key" });
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }

  // Runs `work(forms, files)` in one transaction; resolves when all of it is on the phone's disk.
  async function on(mode, work) {
    const open = await database();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = open.transaction(["forms", "files"], mode, { durability: "strict" });
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
        const asked = work(transaction.objectStore("forms"), transaction.objectStore("files"));
        transaction.oncomplete = () => resolve(asked instanceof IDBRequest ? asked.result : undefined);
      });
    } finally {
      open.close();
    }
  }

  const get = (key) => on("readonly", (forms) => forms.get(key));
  const filesOf = async (key) => (await on("readonly", (_, files) => files.get(key)))?.entries ?? [];

  async function all() {
    const found = await on("readonly", (forms) => forms.getAll());
    const old = found.filter((form) => Date.now() - form.at > DAYS_MS && form.state !== "waiting");
    for (const form of old) await drop(form.key);
    return found.filter((form) => !old.includes(form));
  }

  // `files`: undefined leaves those that are there.
  async function put(form, files) {
    await on("readwrite", (forms, pictures) => {
      forms.put(form);
      if (files) pictures.put({ key: form.key, entries: files });
    });
    await changed();
  }

  // What is being typed, written at once: a page may be gone before the database has it.
  const room = typeof localStorage === "undefined" ? null : localStorage;
  const draft = (key) => JSON.parse(room.getItem(`kept ${key}`));
  function setDraft(key, value) {
    if (value) room?.setItem(`kept ${key}`, JSON.stringify(value));
    else room?.removeItem(`kept ${key}`);
    if (value && room.getItem("kept") === null) room.setItem("kept", "0");
  }
  const drafts = () => Object.keys(room ?? {}).filter((name) => name.startsWith("kept "));

  async function drop(key) {
    setDraft(key, null);
    await on("readwrite", (forms, files) => {
      forms.delete(key);
      files.delete(key);
    });
    await changed();
  }

  // What this person typed ("": whoever has no account); undefined: what everybody did.
  async function forget(owner) {
    const theirs = (form) => owner === undefined || form.owner === owner;
    for (const name of drafts()) if (theirs(JSON.parse(room.getItem(name)))) room.removeItem(name);
    for (const form of (await all()).filter(theirs)) await drop(form.key);
  }

  async function changed() {
    await mark();
    told.postMessage("changed");
  }

  // For pages that have to know without opening the database (see app.js).
  async function mark() {
    if (!room) return;
    const states = (await on("readonly", (forms) => forms.getAll())).map((form) => form.state);
    if (states.length || drafts().length) room.setItem("kept", states.filter((state) => state === "waiting").length);
    else room.removeItem("kept");
  }

  function later(error) {
    if (!(error instanceof Stop)) throw error;
    return error.message;
  }

  async function ask(address, options) {
    try {
      return await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
    } catch {
      throw new Stop("offline");
    }
  }

  async function said(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Stop("signin");
    if (!answer.ok) throw new Stop("away");
    try {
      return await answer.json();
    } catch {
      throw new Stop("away"); // a portal that wants money, not the server
    }
  }

  async function send(form, csrf) {
    const body = new FormData();
    for (const [name, value] of [...form.entries, ...(await filesOf(form.key))]) body.append(name, value);
    body.set("csrfmiddlewaretoken", csrf);
    const answer = await said(await ask(form.action, { method: "POST", body, headers: { "X-Kept": form.id } }));
    const taken = typeof answer.to === "string";
    if (!taken && !answer.again) throw new Stop("away");
    await on("readwrite", (forms, files) => {
      const now = forms.get(form.key);
      now.onsuccess = () => {
        if (now.result?.at !== form.at) return; // written on meanwhile, or thrown away
        if (taken) forms.put({ ...form, entries: [], sum: "", state: "sent", to: answer.to, at: Date.now() });
        else forms.put({ ...form, state: "refused" });
        // Where the server has the files of what it refused, they would be there twice.
        if (taken || form.filesAtServer) files.delete(form.key);
      };
    });
    await changed();
  }

  // Send all that waits. Answers "" when nothing waits any more, else why it stopped: offline, away,
  // signin (it waits for the person who wrote it, or for nobody to be signed in). One window, or the worker, at a time.
  const flush = () => (navigator.locks ? navigator.locks.request("kept", run) : run());

  async function run() {
    const waiting = (await all()).filter((form) => form.state === "waiting");
    if (!waiting.length) return "";
    let why = "";
    try {
      const { who, csrf } = await said(await ask("/sesi.json"));
      for (const form of waiting) {
        if (form.owner !== who) why ||= "signin";
        // One that the server fails at holds up no other.
        else await send(form, csrf).catch((error) => { why = later(error); });
        if (why === "offline") break;
      }
      return why;
    } catch (error) {
      return later(error);
    }
  }

  return { all, draft, drop, filesOf, flush, forget, get, mark, put, setDraft };
})();
