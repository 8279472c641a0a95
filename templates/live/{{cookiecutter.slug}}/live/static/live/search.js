// Suggestions below the search box while somebody types; without this the box searches all the same.
const box = document.querySelector("[data-suggestions]");
if (box) {
  const list = document.getElementById(box.getAttribute("list"));
  let waiting, asked;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = box.value.trim();
    if (words.length < 2 || words === asked) return;
    waiting = setTimeout(async () => {
      asked = words;
      const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(words)}`).catch(() => null);
      if (!answer?.ok || box.value.trim() !== words) return;
      const { titles } = await answer.json();
      list.replaceChildren(...titles.map((title) => new Option(title, title)));
    }, 200);
  });
}
