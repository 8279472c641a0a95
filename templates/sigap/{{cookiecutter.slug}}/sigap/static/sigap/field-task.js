// One task on the phone: what it is, what may be done now, what waits to be sent, what happened.
"use strict";

const WORK = "dikerjakan";
const BEGIN = ["accept", "arrive"];

async function drawTask(view, task) {
  const { state, before, after, gone } = foreseen(task);
  const page = made("task", {
    ...task,
    where: [task.address, task.place].filter(Boolean).join(", "),
    geo: task.lon === null ? "" : `geo:${task.lat},${task.lon}?q=${task.lat},${task.lon}`,
    late: task.due && new Date(task.due) < new Date() && state !== "selesai",
  });
  page.querySelector(".meta").append(badge(state));
  const gallery = page.querySelector(".gallery");
  for (const photo of task.photos) gallery.append(made("picture", photo));
  if (!task.photos.length) gallery.remove();
  drawWaiting(page.querySelector(".waiting"), task);
  const deeds = page.querySelector(".deeds");
  if (!gone) await drawDeeds(deeds, task, state, before, after);
  drawLines(page.querySelector(".timeline"), task);
  view.append(page);
}

function drawWaiting(box, task) {
  for (const step of waitingFor(task).filter((one) => !one.failed)) {
    const line = made("waiting-step", { what: labelOf(step.action), at: clock(step.at), words: step.text, count: step.photos.length || "" });
    line.firstElementChild.dataset.photos = step.photos.map((photo) => photo.id).join(" ");
    box.append(line);
  }
  if (!box.children.length) box.closest(".unsent-steps").remove();
}

function drawProgress({ photo, share }) {
  for (const line of document.querySelectorAll("[data-photos]")) {
    if (line.dataset.photos.includes(photo)) line.querySelector(".share").textContent = `${Math.round(share * 100)} %`;
  }
}

async function drawDeeds(box, task, state, before, after) {
  const may = pocket.table.filter((one) => one.from.includes(state));
  for (const { action, label } of may.filter((one) => BEGIN.includes(one.action))) {
    if (action === "arrive" && state === WORK) continue;
    const part = made(`do-${action}`, { label });
    part.querySelector("form").addEventListener("submit", (event) => (action === "arrive" ? arrive(event, task) : simple(event, task, action)));
    box.append(part);
  }
  if (state === WORK) box.append(await workForm(task, before, after));
  for (const { action, label } of may.filter((one) => ["hand-over", "refuse", "note"].includes(one.action))) {
    const why = words[{ "hand-over": "whyHandOver", refuse: "whyRefuse", note: "note" }[action]];
    const part = made("do-words", { label, why });
    const form = part.querySelector("form");
    const choice = form.querySelector("select");
    if (action === "hand-over") {
      for (const one of task.to) choice.append(new Option(one.note ? `${one.label} (${one.note})` : one.label, one.key));
    } else choice.closest(".field").remove();
    form.addEventListener("submit", (event) => simple(event, task, action));
    box.append(part);
  }
}

async function workForm(task, before, after) {
  const part = made("do-work");
  const form = part.querySelector("form");
  const drafts = (await Outbox.photos()).filter((one) => one.task === task.number && one.owner === pocket.user.id && !one.step);
  for (const kind of ["sebelum", "sesudah"]) {
    const field = form.querySelector(`[data-kind=${kind}]`);
    const there = kind === "sebelum" ? before : after;
    field.querySelector(".have").hidden = !there;
    for (const draft of drafts.filter((one) => one.kind === kind)) field.querySelector(".photos").append(thumbnail(draft));
    field.querySelector("input").addEventListener("change", (event) => take(event.target, task, kind));
  }
  const kept = (await Outbox.meta(`draft:${task.number}`)) || {};
  form.elements.text.value = kept.text || "";
  const rows = form.querySelector(".materials");
  for (const used of [...(kept.materials || []), {}]) rows.append(materialRow(used));
  form.querySelector(".more").addEventListener("click", () => rows.append(materialRow({})));
  form.addEventListener("input", () => Outbox.setMeta(`draft:${task.number}`, typed(form)));
  form.addEventListener("submit", (event) => work(event, task, drafts, before, after));
  return part;
}

function materialRow(used) {
  const part = made("material");
  const line = part.firstElementChild;
  const unit = line.querySelector("select");
  for (const one of pocket.units) unit.append(new Option(one, one));
  for (const name of ["name", "amount", "unit"]) if (used[name]) line.querySelector(`[name=${name}]`).value = used[name];
  return part;
}

function typed(form) {
  const materials = [...form.querySelectorAll(".material")].map((line) =>
    Object.fromEntries(["name", "amount", "unit"].map((name) => [name, line.querySelector(`[name=${name}]`).value.trim()])),
  );
  return { text: form.elements.text.value.trim(), materials: materials.filter((one) => one.name || one.amount) };
}

// The photo is on the phone's disk before anything else: the camera often throws the page out.
async function take(input, task, kind) {
  const files = [...input.files];
  input.value = "";
  input.disabled = true;
  const place = locate();
  for (const file of files) {
    const at = Date.now();
    const blob = await smaller(file);
    const fix = await Promise.race([place, new Promise((resolve) => setTimeout(resolve, 4000, null))]);
    await Outbox.addPhoto({ id: crypto.randomUUID(), owner: pocket.user.id, task: task.number, kind, at, place: fix, blob, step: false });
  }
  input.disabled = false;
  input.blur();
  await draw();
}

function thumbnail(draft) {
  const address = URL.createObjectURL(draft.blob);
  const part = made("draft", { src: address, at: clock(draft.at), accuracy: draft.place ? `±${draft.place.accuracy} m` : words.noPlace });
  part.querySelector("img").addEventListener("load", () => URL.revokeObjectURL(address));
  part.querySelector("button").addEventListener("click", () => Outbox.dropPhoto(draft.id).then(draw));
  return part;
}

function complain(form, text) {
  const box = form.querySelector("[role=alert]");
  box.hidden = !text;
  box.textContent = text;
  if (text) box.scrollIntoView({ block: "center" });
}

async function put(form, task, step) {
  complain(form, "");
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    const place = "place" in step ? step.place : await locate(3000);
    await Outbox.add({ owner: pocket.user.id, task: task.number, text: "", materials: [], photos: [], to: "", ...step, place });
  } catch (error) {
    for (const button of buttons) button.disabled = false;
    complain(form, words.noRoom); // nothing was written: the form stays as it is
    throw error;
  }
  document.activeElement?.blur();
  await draw();
  flush();
}

async function simple(event, task, action) {
  event.preventDefault();
  const form = event.target;
  const text = form.elements.text?.value.trim() ?? "";
  const to = form.elements.to?.value ?? "";
  if (form.elements.to && !to) return complain(form, words.needAssignee);
  if (form.elements.text && !text) return complain(form, words.needText);
  await put(form, task, { action, text, to });
}

async function arrive(event, task) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const label = button.textContent;
  button.disabled = true;
  button.textContent = words.locating;
  const place = await locate();
  button.disabled = false;
  button.textContent = label;
  const field = form.querySelector(".field");
  const text = form.elements.text.value.trim();
  if (!place && !text) {
    field.hidden = false;
    complain(form, words.needPlace);
    return form.elements.text.focus();
  }
  await put(form, task, { action: "arrive", text, place });
}

async function work(event, task, drafts, before, after) {
  event.preventDefault();
  const form = event.target;
  const action = event.submitter?.value || "record";
  const { text, materials } = typed(form);
  const has = (kind) => drafts.some((one) => one.kind === kind);
  const wrong = materials.find((one) => !one.name || !(Number(one.amount.replace(",", ".")) > 0));
  if (wrong) return complain(form, words.needAmount.replace("{name}", wrong.name));
  if (action === "finish") {
    if (!before && !has("sebelum")) return complain(form, words.needBefore);
    if (!after && !has("sesudah")) return complain(form, words.needAfter);
    if (!text) return complain(form, words.needDone);
  } else if (!text && !materials.length && !drafts.length) return complain(form, words.needSomething);
  const photos = drafts.map(({ id, kind, at, place }) => ({ id, kind, at, place }));
  await put(form, task, { action, text, materials, photos });
  await Outbox.setMeta(`draft:${task.number}`, {});
  await draw();
}

function drawLines(list, task) {
  for (const line of [...task.lines].reverse()) {
    const part = made("line-row", { ...line, used: line.used.join("; ") });
    if (line.colour) part.firstElementChild.classList.add(line.colour);
    const gallery = part.querySelector(".photos");
    for (const photo of line.photos) gallery?.append(made("picture", photo));
    if (!line.photos.length) gallery?.remove();
    list.append(part);
  }
}
