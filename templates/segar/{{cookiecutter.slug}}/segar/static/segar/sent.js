// The server has this sheet: what the phone kept of it is no longer needed.
localStorage.removeItem(document.querySelector("[data-sent]").dataset.sent);
