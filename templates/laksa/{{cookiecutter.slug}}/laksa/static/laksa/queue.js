// The queue by keyboard: all rows at once, ranges with Shift, arrows from report to report. Without
// this file every row is ticked by itself.
const boxes = [...document.querySelectorAll("input[name=nomor]")];
const all = document.querySelector("[data-pick-all]");
const said = document.getElementById("picked");
const links = [...document.querySelectorAll(".queue .what a")];
const first = said?.textContent;
let last = -1;

function count() {
  const n = boxes.filter((box) => box.checked).length;
  said.textContent = n ? said.dataset.words.replace("{n}", n) : first;
  all.checked = n > 0 && n === boxes.length;
  all.indeterminate = n > 0 && n < boxes.length;
}

if (all && said) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  boxes.forEach((box, at) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) {
        for (let row = Math.min(last, at); row <= Math.max(last, at); row++) boxes[row].checked = box.checked;
      }
      last = at;
      count();
    });
  });
  count();
}

// Only while a row has the focus: no key of the page is taken from anybody.
for (const group of [boxes, links]) {
  group.forEach((one, at) => {
    one.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !group[at + step]) return;
      event.preventDefault();
      group[at + step].focus();
    });
  });
}
