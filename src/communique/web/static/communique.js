// What pages do better with JavaScript. Without it every page says the same and every link leads there.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const has = (list, number) => (list || "").split(" ").includes(number);

  // Light or dark.
  const button = document.querySelector(".theme");
  if (button) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const now = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
    button.hidden = false;
    const tell = () => button.setAttribute("aria-pressed", String(now() === "dark"));
    tell();
    button.addEventListener("click", () => {
      const next = now() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      try { localStorage.setItem("communique-theme", next); } catch { /* it holds for this page */ }
      tell();
    });
  }

  // Announcements of new documents.
  const live = document.querySelector("[data-stream]");
  if (live && window.EventSource) {
    let count = 0;
    const stream = new EventSource(live.dataset.stream);
    stream.addEventListener("documents", (event) => {
      count += JSON.parse(event.data).count;
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = count === 1 ? "1 new document: show" : `${count} new documents: show`;
      live.replaceChildren(link);
    });
    addEventListener("pagehide", () => stream.close());
  }

  // The reading room: claims and their words.
  const room = document.querySelector(".room");
  if (!room) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const words = all(".w", room);
  const claims = all(".claim", room);
  const status = document.getElementById("chosen");
  let chosen = null;

  const show = (element, block) => element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });

  function choose(claim, scroll) {
    chosen = claim;
    const number = claim ? claim.dataset.n : null;
    for (const w of words) {
      w.classList.toggle("on", number !== null && has(w.dataset.i, number));
      w.classList.toggle("core", number !== null && has(w.dataset.c, number));
    }
    for (const c of claims) c.classList.toggle("on", c === claim);
    if (!claim) { status.textContent = ""; return; }
    const first = words.find((w) => has(w.dataset.c, number)) || words.find((w) => has(w.dataset.i, number));
    if (scroll && first) show(first, "center");
    history.replaceState(null, "", `?item=${encodeURIComponent(claim.id.slice(5))}#${claim.id}`);
    status.textContent = "";
  }

  function backed(numbers) {
    const under = claims.filter((c) => numbers.includes(c.dataset.n));
    for (const c of claims) c.classList.toggle("under", under.includes(c));
    const first = under[0];
    if (!first) return;
    choose(first, false);
    show(first, "center");
    status.textContent = under.length === 1 ? "1 claim rests on these words: " : `${under.length} claims rest on these words: `;
    for (const c of under) {
      const link = document.createElement("a");
      link.href = `#${c.id}`;
      link.textContent = c.dataset.n;
      status.append(link, " ");
    }
  }

  for (const claim of claims) {
    claim.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && !link.classList.contains("number")) return;
      if (!link && String(getSelection())) return; // somebody selects words to copy them
      event.preventDefault();
      for (const c of claims) c.classList.remove("under");
      choose(claim, true);
    });
  }
  room.querySelector(".text").addEventListener("click", (event) => {
    const word = event.target.closest(".w");
    if (!word || String(getSelection())) return;
    const own = (word.dataset.c || "").split(" ").filter(Boolean);
    const rest = word.dataset.i.split(" ").filter((n) => !own.includes(n));
    backed([...own, ...rest]);
  });
  status.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const said = [...status.childNodes];
    const claim = document.getElementById(link.hash.slice(1));
    choose(claim, false);
    status.replaceChildren(...said);
    show(claim, "nearest");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "Escape") {
      for (const c of claims) c.classList.remove("under");
      choose(null);
    }
    const step = { j: 1, k: -1 }[event.key];
    if (!step || !claims.length) return;
    event.preventDefault();
    const at = claims.indexOf(chosen);
    const next = claims[Math.min(Math.max(at + step, 0), claims.length - 1)];
    choose(next, true);
    next.focus({ preventScroll: true });
    show(next, "nearest");
  });
  const marked = claims.find((c) => c.dataset.n === room.dataset.marked);
  if (marked) { choose(marked, true); show(marked, "nearest"); }
})();
