// Keys of the review queue: y, n, s, u and the number of a choice. The buttons do the same without this file.
"use strict";

(() => {
  const OFF = "tracker-keys-off";
  const isOff = () => localStorage.getItem(OFF) === "1";
  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  const dialog = document.getElementById("keys");

  // The question in focus; the only one, where there is but one.
  function question() {
    const all = document.querySelectorAll("[data-question]");
    return document.activeElement?.closest("[data-question]") ?? (all.length === 1 ? all[0] : null);
  }

  function wanted(key) {
    const name = CSS.escape(key);
    if (key === "u") {
      return document.querySelector(".flash form button") ?? document.querySelector('[data-key="u"]');
    }
    return question()?.querySelector(`[data-key="${name}"]`) ?? null;
  }

  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    if (dialog?.open || !/^[ynsu1-9]$/.test(event.key)) return;
    const target = wanted(event.key);
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  const hints = () => {
    for (const hint of document.querySelectorAll("[data-key-hint]")) hint.hidden = isOff();
  };
  hints();
  for (const button of document.querySelectorAll("[data-keys-switch]")) button.addEventListener("click", hints);
})();
