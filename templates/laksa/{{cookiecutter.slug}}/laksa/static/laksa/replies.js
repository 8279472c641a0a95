// A template goes into the words that are being written, instead of loading the page again.
for (const link of document.querySelectorAll("[data-into]")) {
  const words = document.getElementById(link.dataset.into);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    words.value = words.value.trim() ? `${words.value.trim()}\n\n${link.dataset.words}` : link.dataset.words;
    link.closest("details").open = false;
    words.focus();
  });
}
