// The page of emergency numbers is kept for when there is no line (see emergency.py).
const page = document.querySelector("[data-emergency]")?.dataset.emergency;
if (page && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(`${page}simpan.js`, { scope: page }).catch(() => {});
}
