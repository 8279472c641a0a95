// Fetch the same page again and put its new parts in the place of the old ones. Without this script
// the page is as good, only not live.
const every = 4000;
async function renew() {
  const fresh = document.getElementById("segar");
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Live": "1" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of page.querySelectorAll("[data-live]")) {
        const old = document.querySelector(`[data-live="${part.dataset.live}"]`);
        // What somebody is in with the keyboard stays under their fingers.
        if (old && old.innerHTML !== part.innerHTML && !old.contains(document.activeElement)) old.replaceWith(part);
      }
      const said = page.getElementById("segar").textContent;
      if (fresh.textContent !== said) fresh.textContent = said;
      fresh.classList.remove("stale");
    } catch {
      fresh.textContent = "Tidak tersambung; angka di bawah mungkin lama.";
      fresh.classList.add("stale");
    }
  }
  setTimeout(renew, every);
}
setTimeout(renew, every);
