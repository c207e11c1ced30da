// Offers speakers, topics, documents, threads and places to go to while somebody types into a search, all places with the
// arrow down in an empty one; Enter alone still searches. It comes when a search is first entered (tracker.js).
"use strict";

(() => {
  const WAIT = 150; // milliseconds without a key before the server is asked
  for (const field of document.querySelectorAll("[data-names]")) {
    const list = Object.assign(document.createElement("ul"), { className: "found-names", id: `${field.id}-names` });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "What these words may mean");
    list.hidden = true;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.form.append(list);
    let waiting = 0;
    let asked = 0;

    const options = () => [...list.querySelectorAll('[role="option"]')];
    const chosen = () => list.querySelector('[aria-selected="true"]');

    function show(on) {
      list.hidden = !on;
      field.setAttribute("aria-expanded", String(on));
      if (!on) field.removeAttribute("aria-activedescendant");
    }

    function choose(option) {
      chosen()?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    }

    async function ask(places = false) {
      const mine = ++asked;
      const words = field.value.trim();
      let found = [];
      if (words.length > 1 || places) {
        try {
          found = await (await fetch(`${field.dataset.names}?${new URLSearchParams({ q: words })}`)).json();
        } catch {
          return;
        }
      }
      if (mine !== asked) return;
      list.replaceChildren(
        ...found.map((each, number) => {
          const option = Object.assign(document.createElement("li"), { id: `${list.id}-${number}` });
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          const link = Object.assign(document.createElement("a"), { href: each.address, tabIndex: -1 });
          const name = Object.assign(document.createElement("span"), { textContent: each.name });
          link.append(name, Object.assign(document.createElement("small"), { textContent: each.noun }));
          option.append(link);
          return option;
        }),
      );
      show(found.length > 0 && document.activeElement === field);
    }

    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => ask(), WAIT);
    });
    field.addEventListener("keydown", (event) => {
      const all = options();
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        show(false);
      } else if (event.key === "ArrowDown" && list.hidden) {
        event.preventDefault();
        ask(true);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length && !list.hidden) {
        event.preventDefault();
        const by = event.key === "ArrowDown" ? 1 : -1;
        choose(all[(all.indexOf(chosen()) + by + all.length + (all.indexOf(chosen()) < 0 && by < 0 ? 1 : 0)) % all.length]);
      } else if (event.key === "Enter" && !list.hidden && chosen()) {
        event.preventDefault();
        location.assign(chosen().querySelector("a").href);
      }
    });
    field.addEventListener("blur", (event) => !list.contains(event.relatedTarget) && setTimeout(() => show(false), WAIT));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    if (document.activeElement === field) ask();
  }
})();
