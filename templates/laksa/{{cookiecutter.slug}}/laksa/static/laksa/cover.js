// Drawing over the photo: what the first box becomes, all that the pointer passes over becomes.
const grid = document.querySelector("[data-paint]");
let paint = null;

const box = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-paint] label")?.control;

grid.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse") return; // a finger scrolls the page and taps the boxes
  const first = box(event);
  if (!first) return;
  event.preventDefault();
  paint = first.checked = !first.checked;
});
grid.addEventListener("pointermove", (event) => {
  const next = paint === null ? null : box(event);
  if (next) next.checked = paint;
});
grid.addEventListener("click", (event) => {
  if (event.detail && event.pointerType === "mouse") event.preventDefault(); // done already, on the way down
});
addEventListener("pointerup", () => {
  paint = null;
});
