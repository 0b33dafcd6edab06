// Before the page is drawn: the chosen colours, so that nothing flashes.
"use strict";
document.documentElement.classList.add("js");
try {
  const chosen = localStorage.getItem("communique-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* storage is off: the system's colours */ }
