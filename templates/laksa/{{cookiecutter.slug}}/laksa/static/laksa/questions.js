// Shows the questions of the chosen category alone. Without this file all are there, under their names.
const groups = document.querySelectorAll("[data-questions]");
const kinds = document.querySelectorAll("input[name=category]");

function show() {
  const chosen = [...kinds].find((kind) => kind.checked)?.value;
  for (const group of groups) group.hidden = group.dataset.questions !== chosen;
}

for (const kind of kinds) kind.addEventListener("change", show);
show();
