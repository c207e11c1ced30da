// Keys for those who want them; every page works without this file.
"use strict";

(() => {
  const OFF = "tracker-keys-off";
  const PAUSE = 400; // milliseconds without a key before what was typed is shown as it prints
  const dialog = document.getElementById("keys");

  const isOff = () => localStorage.getItem(OFF) === "1";
  const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  function step(by) {
    const all = items();
    if (all.length === 0) return;
    const current = all.indexOf(document.activeElement);
    const next = current === -1 ? (by > 0 ? 0 : all.length - 1) : current + by;
    const item = all[Math.max(0, Math.min(all.length - 1, next))];
    item.focus();
    item.scrollIntoView({ block: "center" });
  }

  async function copyCitation(event) {
    const other = event?.currentTarget?.closest?.("[data-cite-other]");
    const around = other ?? event?.currentTarget?.closest?.("[data-cite]") ?? document;
    const citation = around.querySelector(other ? ".citation" : "[data-citation]");
    if (!citation) return;
    const said = around.querySelector(other ? "[data-copied-other]" : "[data-copied]");
    try {
      await navigator.clipboard.writeText(citation.innerText);
      if (said) said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(citation);
      if (said) said.textContent = "Selected: your browser's Copy takes it.";
    }
  }

  const ACTIONS = {
    "/": () => document.querySelector("[data-key-search]")?.focus(),
    "?": () => dialog?.showModal(),
    j: () => step(1),
    k: () => step(-1),
    c: copyCitation,
  };

  document.addEventListener("keydown", (event) => {
    const action = ACTIONS[event.key];
    if (!action || isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog?.open) {
      return;
    }
    event.preventDefault();
    action();
  });

  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    const label = () => {
      button.textContent = isOff() ? "Switch the keys on" : "Switch the keys off";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      localStorage.setItem(OFF, isOff() ? "0" : "1");
      label();
    });
    label();
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  function ready(part) {
    for (const button of part.querySelectorAll("[data-copy], [data-copy-here]")) {
      button.hidden = false;
      button.addEventListener("click", copyCitation);
    }
    for (const button of part.querySelectorAll("[data-at-once] [data-without-script]")) button.hidden = true;
  }

  ready(document);
  document.addEventListener("placed", (event) => ready(event.detail));
  let typed = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-typed]")) return;
    clearTimeout(typed);
    typed = setTimeout(() => event.target.form.requestSubmit(event.target.form.querySelector("[value=preview]")), PAUSE);
  });
  document.addEventListener("change", (event) => event.target.form?.matches("[data-at-once]") && event.target.form.requestSubmit());

  // A menu closes when something else is chosen, or with Escape.
  for (const menu of document.querySelectorAll("[data-menu]")) {
    document.addEventListener("click", (event) => !menu.contains(event.target) && menu.removeAttribute("open"));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  }

  // What is offered while somebody types is asked for when a search is first entered.
  document.addEventListener("focusin", (event) => event.target.dataset.namesScript && import(event.target.dataset.namesScript));
})();
