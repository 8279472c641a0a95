// The officer's page: what the phone carries, drawn from IndexedDB, with or without signal.
// Addresses: #/ is the list, #/peta the map, #/TGS-26-000001 a task. Words stand in the page's HTML.
"use strict";

const by = (id) => document.getElementById(id);
const words = by("words").dataset;
let pocket = null;
let steps = [];
let stopped = "";

// Fill a copy of <template id=name>: data-text, data-href and data-if name keys of `values`.
function made(name, values = {}) {
  const copy = by(name).content.cloneNode(true);
  for (const one of copy.querySelectorAll("[data-if]")) if (!values[one.dataset.if]) one.remove();
  for (const one of copy.querySelectorAll("[data-text]")) one.textContent = values[one.dataset.text] ?? "";
  for (const one of copy.querySelectorAll("[data-href]")) one.href = values[one.dataset.href];
  for (const one of copy.querySelectorAll("[data-src]")) one.src = values[one.dataset.src];
  return copy;
}

function badge(state) {
  const { label, colour } = pocket.states[state];
  return Object.assign(document.createElement("span"), { className: `status ${colour}`, textContent: label });
}

const clock = (at) =>
  new Date(at).toLocaleString("id-ID", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: words.zone });

const waitingFor = (task) => steps.filter((step) => step.task === task.number && step.owner === pocket.user.id);
const row = (action, state) => pocket.table.find((one) => one.action === action && one.from.includes(state));

// A task as it is once everything that waits has been sent: the table says where each step leads.
function foreseen(task) {
  let { state, has_before: before, has_after: after } = task;
  let gone = false;
  for (const step of waitingFor(task)) {
    if (step.failed) continue;
    state = row(step.action, state)?.to ?? state;
    gone ||= step.action === "refuse" || step.action === "hand-over";
    before ||= step.photos.some((photo) => photo.kind === "sebelum");
    after ||= step.photos.some((photo) => photo.kind === "sesudah");
  }
  return { state, before, after, gone };
}

function drawStatus() {
  const mine = steps.filter((step) => pocket && step.owner === pocket.user.id);
  const waiting = mine.filter((step) => !step.failed).length;
  const bar = by("line");
  const offline = !navigator.onLine || stopped === "offline";
  bar.className = `line ${offline ? "off" : waiting ? "busy" : "on"}`;
  by("line-said").textContent = offline ? words.offline : waiting ? words.sending : words.online;
  by("line-waiting").textContent = waiting ? words.waiting.replace("{n}", waiting) : "";
  by("send-now").hidden = !waiting || !navigator.onLine;
  by("sign-in").hidden = stopped !== "signin";
  by("other").hidden = !pocket || !steps.some((step) => step.owner !== pocket.user.id);
}

function drawList(view) {
  const page = made("list", { name: pocket.user.name, shift: pocket.shift, at: clock(pocket.at) });
  const todo = page.querySelector(".todo");
  const done = page.querySelector(".done");
  for (const task of pocket.tasks) {
    const { state, gone } = foreseen(task);
    if (gone) continue;
    const line = made("list-row", { ...task, href: `#/${task.number}`, where: task.address || task.place, late: task.due && new Date(task.due) < new Date() && state !== "selesai" });
    line.querySelector(".meta").prepend(badge(state));
    const waiting = waitingFor(task).length;
    line.querySelector(".unsent").textContent = waiting ? words.waiting.replace("{n}", waiting) : "";
    (state === "selesai" ? done : todo).append(line);
  }
  if (todo.children.length) page.querySelector(".empty").remove();
  if (!done.children.length) page.querySelector(".checked").remove();
  view.append(page);
}

async function drawNotes(view) {
  const notes = (await Outbox.meta("notes")) || [];
  const failed = steps.filter((step) => step.failed);
  for (const note of notes) {
    view.append(made("note", { number: note.task, why: note.why, at: clock(note.at), what: labelOf(note.action), href: `#/${note.task}` }));
  }
  if (notes.length) view.append(made("notes-seen"));
  for (const step of failed) {
    const box = made("failed", { number: step.task, why: step.failed, at: clock(step.at), what: labelOf(step.action), words: step.text });
    box.querySelector("button").addEventListener("click", () => Outbox.drop(step).then(draw));
    view.append(box);
  }
  view.querySelector(".notes-seen")?.addEventListener("click", () => Outbox.setMeta("notes", []).then(draw));
}

const labelOf = (action) => pocket.table.find((one) => one.action === action)?.label ?? action;

// On an ordinary address the worker shows this page when there is no signal: the task is in the path.
function where() {
  const path = /^\/tugas\/([A-Z0-9-]+)\//i.exec(location.pathname);
  return decodeURIComponent(location.hash.slice(2)) || (path ? path[1].toUpperCase() : "");
}

let drawing = Promise.resolve();
function draw() {
  drawing = drawing.then(drawNow, drawNow);
  return drawing;
}

async function drawNow() {
  [pocket, steps] = [await Outbox.meta("pocket"), await Outbox.steps()];
  drawStatus();
  const view = by("view");
  const place = where();
  if (view.contains(document.activeElement) && view.dataset.place === place && document.activeElement.matches("input, textarea, select")) {
    return; // not under somebody's fingers
  }
  const fresh = document.createElement("div");
  if (!pocket) fresh.append(made(stopped === "signin" ? "signed-out" : "nothing-yet"));
  else {
    const task = pocket.tasks.find((one) => one.number === place);
    if (!place || place === "peta") await drawNotes(fresh);
    if (task) await drawTask(fresh, task);
    else if (place === "peta") drawMap(fresh);
    else if (place) fresh.append(made("not-here", { number: place }));
    else drawList(fresh);
  }
  const moved = view.dataset.place !== place;
  view.dataset.place = place;
  view.replaceChildren(...fresh.childNodes);
  for (const [tab, at] of [["tab-list", ""], ["tab-map", "peta"]]) {
    if (place === at) by(tab).setAttribute("aria-current", "page");
    else by(tab).removeAttribute("aria-current");
  }
  if (moved && view.dataset.drawn) {
    scrollTo(0, 0);
    by("isi").focus({ preventScroll: true });
  }
  view.dataset.drawn = "yes";
  view.dispatchEvent(new Event("drawn"));
}

// A phone says that it has signal long before it has: ask again soon, then less and less often.
const SOON_MS = 5000;
const OFTEN_MS = 60000;
let pause = SOON_MS;
let again = 0;

let flushing = false;
let more = false; // a step came while others were on their way: it was not in what they were read from

async function flush() {
  more = true;
  if (flushing) return;
  flushing = true;
  clearTimeout(again);
  while (more) {
    more = false;
    stopped = await Outbox.flush().catch(() => "away");
  }
  flushing = false;
  const soon = ["offline", "away", "again"].includes(stopped);
  again = setTimeout(flush, soon ? pause : OFTEN_MS);
  pause = soon ? Math.min(pause * 2, OFTEN_MS) : SOON_MS;
  if (soon) remind();
  else if (stopped !== "signin") keeping = keeping.then(keepPhotos).catch(() => {});
  await draw();
}

// Where the browser can, it wakes our worker when there is signal again, page or no page. Nobody
// waits for this: where there is no worker, it is never ready.
function remind() {
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("sigap")).catch(() => {});
}

// The reports' own photos, small, for where there is no signal; those of tasks that are gone, go.
let keeping = Promise.resolve();
async function keepPhotos() {
  if (!self.caches) return;
  const fresh = await Outbox.meta("pocket");
  const wanted = fresh.tasks.flatMap((task) => [...task.photos, ...task.lines.flatMap((line) => line.photos)].map((photo) => photo.small));
  const cache = await caches.open("sigap-photos");
  for (const kept of await cache.keys()) if (!wanted.includes(new URL(kept.url).pathname)) await cache.delete(kept);
  for (const url of wanted) if (!(await cache.match(url))) await cache.add(url).catch(() => {});
}

addEventListener("hashchange", draw);
addEventListener("online", flush);
addEventListener("offline", () => { stopped = "offline"; draw(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
by("send-now").addEventListener("click", flush);
if (typeof BroadcastChannel === "function") {
  new BroadcastChannel("sigap").onmessage = ({ data }) => (data === "changed" ? draw() : drawProgress(data));
}

// A browser that is short of room asks before it throws this away.
navigator.storage?.persist?.().catch(() => {});
document.addEventListener("worker", ({ detail: there }) => { by("no-worker").hidden = there; });
draw().then(flush);
