// An officer's session ends when nobody is there. Whoever types is there: what they type is never
// lost to the clock. Loaded on pages of signed-in officers, and where a form waits to be sent again.
"use strict";

const here = document.currentScript.dataset;
const WARN_S = 120;
const idle = Number(here.idle || 0) * 1000;
let used = Date.now(), told = Date.now(), who = here.who || "", warned = false;

async function ask(method) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const headers = { "X-CSRFToken": token || "" };
  try {
    const answer = await fetch(here.status, { method, headers, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // no line: the server's clock decides when it is back
  }
}

function renew(state) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = state.csrf;
}

const box = document.getElementById("sesi");
const main = document.querySelector("main");

function show(part) {
  if (!box) return;
  for (const each of box.querySelectorAll("[data-part]")) each.hidden = each.dataset.part !== part;
  main.classList.toggle("away", part === "over");
  if (part && !box.open) box.showModal();
  if (!part && box.open) box.close();
}

async function stay() {
  const state = await ask("POST");
  if (!state || state.who !== who) return over();
  renew(state);
  used = told = Date.now();
  warned = false;
  show("");
}

async function over() {
  const state = await ask("GET");
  if (!state || (state.who === who && state.left_s <= 0)) return; // the server's minute is not full yet
  if (!state.who) return show("over");
  if (state.who !== who) return location.reload();
  renew(state);
  used = told = Date.now() - Math.max(0, idle - state.left_s * 1000);
  warned = false;
  show("");
}

async function look() {
  const quiet = Date.now() - used;
  if (warned || main.classList.contains("away")) return quiet >= idle ? over() : undefined;
  // Somebody types without sending: say so before the server thinks they left.
  if (used > told && Date.now() - told > idle / 4) return stay();
  if (quiet < idle - WARN_S * 1000) return undefined;
  const state = await ask("GET"); // another tab may have been used
  if (!state) return undefined;
  if (!state.who) return show("over");
  if (state.left_s > WARN_S) {
    used = told = Date.now() - (idle - state.left_s * 1000);
    return undefined;
  }
  warned = true;
  return show("soon");
}

if (idle) {
  for (const sign of ["keydown", "pointerdown", "input", "scroll"])
    addEventListener(sign, () => { if (!warned) used = Date.now(); }, { passive: true });
  setInterval(look, 15000);
  box?.querySelector("[data-stay]").addEventListener("click", stay);
}
// Signed in again in another tab: the forms here need its token.
addEventListener("focus", async () => {
  if (idle && !main.classList.contains("away")) return;
  if (idle) return over();
  const state = await ask("GET");
  if (state) renew(state);
});
