// A form with data-keep="KEY" keeps what was typed: a line that drops, a closed page and an empty
// battery lose nothing, and what was sent without a line goes out once, when it is back (kept.js).
//
//   data-keep-title  what the form is called where it waits
//   data-keep-files  "server": it keeps the files of a form that it does not take yet
//   data-keep-never  on a field or around it: never kept. So are passwords, codes, NIK, cards.
//   data-keep-stop   on a checkbox: while it is ticked, nothing of the form is kept
//
// A form that took a field which may not be kept is sent as if this file were not there.
"use strict";
{
  const form = document.querySelector("form[data-keep]");
  const who = globalThis.keepFor || "";
  const keyOf = (person) => `${person} ${form.dataset.keep}`; // what two people typed never meets
  const key = form && keyOf(who);
  const list = document.querySelector("[data-kept-list]") || document.createElement("div");
  const SECRET_NAME = /(^|[-_])(nik|nokk|no_kk|kk|npwp|pass\w*|sandi|pin|otp|kode|code|token)([-_]|$)/i;
  const SECRET_USE = /password|one-time-code|^cc-/;
  let pressed = false; // this page goes on with the answer, as soon as there is one
  let stuck = false; // and meanwhile its form may be changed again
  let filling = false;
  let flushing = false;
  let more = false; // something came while that was under way
  let reason = ""; // why what waits was not sent the last time
  let drawn = "";
  let late = false; // it takes long enough to be said

  const fields = () => [...form.elements].filter((one) => one.name && one.name !== "csrfmiddlewaretoken" && one.type !== "submit");
  const isSecret = (one) =>
    one.type === "password" || SECRET_USE.test(one.autocomplete || "") || SECRET_NAME.test(one.name) || one.closest("[data-keep-never]");
  const isFile = (one) => one.type === "file";
  const stopped = () => fields().some((one) => one.matches("[data-keep-stop]:checked"));

  function entries() {
    const secret = new Set(fields().filter(isSecret).map((one) => one.name));
    const all = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && !secret.has(name));
    const isPicture = ([, value]) => value instanceof File;
    return { typed: all.filter((one) => !isPicture(one)), files: all.filter((one) => isPicture(one) && one[1].size) };
  }

  const sumOf = (all) => JSON.stringify(all.map(([name, value]) => [name, value.name ?? value, value.size, value.lastModified]));
  // crypto.randomUUID is there over HTTPS alone.
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

  async function keep(state, withFiles) {
    const { typed, files } = entries();
    const before = await Kept.get(key);
    const at = Date.now();
    const about = { key, owner: who, title: form.dataset.keepTitle || document.title, at, state, entries: typed };
    // Pressed again as it was, it is the same form: the server may have taken it already.
    const sum = state === "waiting" ? sumOf([...typed, ...files]) : before?.sum;
    Object.assign(about, { sum, id: sum && sum === before?.sum ? before.id : newId() });
    about.filesAtServer = form.dataset.keepFiles === "server";
    about.page = location.pathname + location.search;
    about.action = new URL(form.getAttribute("action") || location.href, location.href).pathname;
    await Kept.put(about, withFiles ? files : undefined);
  }

  // --- What waits, shown on every page of the app ---
  const isMine = (one) => one.owner === who;

  function shown(one, state) {
    const row = document.getElementById("kept").content.cloneNode(true);
    const part = (name) => row.querySelector(`[data-${name}]`);
    part("title").textContent = one.title ?? "";
    for (const said of row.querySelectorAll("[data-state]")) if (said.dataset.state !== state) said.remove();
    row.firstElementChild.classList.add(state === "sent" ? "success" : "warning");
    if (!one.key) { // another person's: that there is one, and nothing of it
      part("title").parentElement.remove();
      part("open").parentElement.remove();
      return row;
    }
    if (state === "sent" && one.to) part("result").href = one.to;
    else part("result").remove();
    if (state === "sent" || one.key === key) part("open").remove();
    else part("open").href = one.page;
    row.querySelector("[data-drop]").addEventListener("click", async () => {
      await Kept.drop(one.key);
      if (one.key === key && state !== "sent") location.reload();
    });
    part("result")?.addEventListener("click", () => Kept.drop(one.key));
    return row;
  }

  function standing(one) {
    if (one.state !== "waiting") return one.state;
    if (reason === "signin") return "signin";
    return flushing ? "sending" : "waiting";
  }

  async function draw() {
    const rows = [];
    const all = await Kept.all();
    for (const one of all.filter(isMine)) {
      const state = standing(one);
      if (state === "typed" && !(one.key === key && list.dataset.restored)) continue;
      if (state === "sending" && pressed && !late) continue;
      rows.push([one, state]);
    }
    if (all.some((one) => !isMine(one) && one.state === "waiting")) rows.push([{}, "other"]);
    const now = JSON.stringify(rows.map(([one, state]) => [one.key, state, one.to]));
    if (now === drawn) return; // read out once
    drawn = now;
    list.replaceChildren(...rows.map(([one, state]) => shown(one, state)));
    for (const none of document.querySelectorAll("[data-kept-none]")) none.hidden = rows.length > 0;
  }

  async function flush() {
    more = true;
    if (flushing) return;
    flushing = true;
    while (more) {
      more = false;
      reason = await Kept.flush().catch(() => "away");
    }
    flushing = false;
    await settle();
    if (!pressed || !reason || stuck) return;
    stuck = true;
    form.dispatchEvent(new Event("kept"));
    list.scrollIntoView({ block: "nearest" });
  }

  // The page that pressed goes on with the server's answer; others say how it stands.
  async function settle() {
    const mine = pressed && (await Kept.get(key));
    if (mine && !pressed) return; // another call was faster
    if (mine?.state === "sent") {
      pressed = false;
      await Kept.drop(key);
      location.assign(mine.to);
    } else if (mine?.state === "refused") await faults();
    else await draw();
  }

  // What is wrong is for the page that the server makes of it; its photos are there already.
  async function faults() {
    pressed = false;
    await keep("typed", false);
    for (const one of fields().filter(isFile)) if (form.dataset.keepFiles === "server") one.value = "";
    sessionStorage.setItem("kept-shown", key);
    form.submit();
  }

  // --- The form of this page ---
  async function press(submitter) {
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value, className: "pressed" }));
    try {
      await keep("waiting", true);
    } catch {
      form.submit(); // no room, or private browsing: then the page is as it would be without this
      return;
    }
    for (const one of form.querySelectorAll("input.pressed")) one.remove();
    Kept.setDraft(key, null);
    [pressed, stuck, late] = [true, false, false];
    setTimeout(() => { late = true; draw(); }, 3000);
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("kept")).catch(() => {});
    await flush();
  }

  function fill(kept) {
    const left = new Map();
    for (const [name, value] of kept) left.set(name, [...(left.get(name) || []), value]);
    filling = true;
    for (const one of fields()) {
      if (isSecret(one)) continue;
      const values = left.get(one.name) || [];
      const before = isFile(one) ? "" : one.type === "checkbox" || one.type === "radio" ? one.checked : one.value;
      if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
      else if (isFile(one)) {
        const box = new DataTransfer();
        for (const file of values) box.items.add(file);
        if (values.length) one.files = box.files;
      } else if (one.multiple) for (const option of one.options) option.selected = values.includes(option.value);
      else if (values.length) one.value = values.shift();
      const after = isFile(one) ? "" : one.type === "checkbox" || one.type === "radio" ? one.checked : one.value;
      if (one.type === "hidden") continue;
      if (before !== after || (isFile(one) && values.length)) one.dispatchEvent(new Event("change", { bubbles: true }));
    }
    filling = false;
  }

  async function newest(of) {
    const [draft, kept] = [Kept.draft(of), await Kept.get(of)];
    return draft && (!kept || kept.at < draft.at) ? { ...draft, state: "typed" } : kept;
  }

  async function restore() {
    let kept = await newest(key);
    if (who && !kept && sessionStorage.getItem("kept-here") === keyOf("")) {
      kept = await newest(keyOf("")); // typed in this tab before they signed in
      if (kept) kept = { ...kept, state: "typed" };
    }
    if (!kept || kept.state === "sent") return;
    // A page that the server made of what was typed holds it already.
    const shownHere = sessionStorage.getItem("kept-shown") === key;
    sessionStorage.removeItem("kept-shown");
    if (shownHere || form.querySelector(".wrong, .errorlist, .alert.error")) return;
    fill([...kept.entries, ...(await Kept.filesOf(keyOf(kept.owner)))]);
    list.dataset.restored = "yes";
    if (kept.state === "typed") await keep("typed", kept.owner !== who);
    if (kept.owner !== who) await Kept.drop(keyOf(kept.owner));
    pressed = kept.state === "waiting";
  }

  function watch() {
    let soon = null;
    const typed = (event) => {
      if (filling || (pressed && !stuck)) return;
      pressed = stuck = false;
      clearTimeout(soon);
      const files = isFile(event.target);
      const later = async () => (stopped() ? Kept.drop(key) : keep("typed", files));
      if (!stopped()) {
        try {
          sessionStorage.setItem("kept-here", key);
          Kept.setDraft(key, { owner: who, at: Date.now(), entries: entries().typed });
        } catch { /* no room: the page is as it would be without this */ }
      }
      if (stopped() || files) later().catch(() => {});
      else soon = setTimeout(() => later().catch(() => {}), 400);
      delete list.dataset.restored;
    };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    document.addEventListener("submit", (event) => {
      if (event.target !== form || event.defaultPrevented) return;
      clearTimeout(soon);
      if (stopped() || fields().some((one) => isSecret(one) && one.value && !one.closest("[aria-hidden=true]"))) {
        Kept.drop(key).catch(() => {});
        return;
      }
      event.preventDefault();
      if (!pressed || stuck) press(event.submitter);
    });
  }

  async function begin() {
    if (!list.isConnected) document.querySelector("main")?.prepend(list);
    if (form) {
      watch();
      await restore();
    }
    if (typeof BroadcastChannel === "function") new BroadcastChannel("kept").onmessage = () => settle();
    addEventListener("online", flush);
    setInterval(flush, 30000);
    await Kept.mark();
    setTimeout(draw, 1000); // another window, or the worker, may be sending for long
    await flush();
  }
  begin().catch(() => {});
}
