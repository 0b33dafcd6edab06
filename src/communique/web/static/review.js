// Keys of the review: what has a data-key is pressed, opened or followed by it.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const wanted = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === event.key);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.localName === "summary") {
      wanted.parentElement.open = true;
      wanted.parentElement.querySelector("input:not([type=hidden]), select, textarea").focus();
    } else wanted.click();
  });
})();
