// A draft beside what was found in it: the marks lie behind the words, each linked with its card; Accept changes the words
// where they stand, and what is written is checked again after a pause. Without this file the same forms do it all.
"use strict";

(() => {
  const form = document.getElementById("check-form");
  if (!form) return;
  const PAUSE = 1200;
  const OFF = "tracker-keys-off";
  const area = form.elements.draft;
  const sheet = area.parentElement;
  const mirror = Object.assign(document.createElement("div"), { className: "mirror" });
  mirror.setAttribute("aria-hidden", "true");
  const checkNow = form.querySelector(".check-now");
  let marks = [];
  let drawn = area.value; // the text that the marks are for
  let sent = area.value; // the text of the last check that was asked for
  let putting = false;
  let waiting = 0;

  // At once, since the mark is then set beside where the card stands.
  const show = (element) => element?.scrollIntoView({ block: "nearest", behavior: "instant" });
  const findings = () => document.getElementById("findings");

  // What changed from one text to another, as the ends of the old and the new stretch.
  function stretch(before, after) {
    const most = Math.min(before.length, after.length);
    let low = 0;
    while (low < most && before[low] === after[low]) low += 1;
    let back = 0;
    while (back < most - low && before[before.length - 1 - back] === after[after.length - 1 - back]) back += 1;
    return { low, before: before.length - back, after: after.length - back };
  }

  function draw() {
    const parts = [];
    let at = 0;
    for (const mark of marks) {
      parts.push(area.value.slice(at, mark.start));
      const element = Object.assign(document.createElement("mark"), { className: mark.look, textContent: area.value.slice(mark.start, mark.end) });
      element.dataset.for = mark.id;
      parts.push(element);
      at = mark.end;
    }
    // A break at the end makes a line of its own in a field of text, and in a block only before something.
    parts.push(area.value.slice(at), "\u200b");
    mirror.replaceChildren(...parts);
    drawn = area.value;
  }

  // Puts a text into the field as if it were typed, so that the browser's own Undo takes it back.
  function put(text) {
    const { low, before, after } = stretch(area.value, text);
    const held = document.activeElement;
    putting = true;
    area.focus({ preventScroll: true });
    area.setSelectionRange(low, before);
    const words = text.slice(low, after);
    document.execCommand(words ? "insertText" : "delete", false, words);
    if (area.value !== text) area.value = text;
    area.setSelectionRange(low, low + words.length);
    putting = false;
    if (held !== area) held?.focus?.({ preventScroll: true });
  }

  function take() {
    area.readOnly = false;
    const marked = findings().querySelector(".marked");
    for (const part of document.querySelectorAll("[data-steps], [data-live-hint]")) part.hidden = !marked;
    if (!marked) return;
    if (!marks.length && area.value !== "") document.getElementById("from-file").open = false;
    const text = marked.textContent;
    if (area.value !== text) {
      if (area.value !== sent) return later();
      put(text);
    }
    let at = 0;
    marks = [];
    for (const node of marked.childNodes) {
      const end = at + node.textContent.length;
      if (node.dataset?.for) {
        const amber = document.getElementById(node.dataset.for)?.classList.contains("amber") ? " amber" : "";
        marks.push({ id: node.dataset.for, start: at, end, look: node.className + amber });
      }
      at = end;
    }
    draw();
    const held = document.activeElement?.closest?.(".check-item");
    show(held);
    if (held) choose(held.id, true);
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => area.value.trim() && findings().classList.contains("checked") && form.requestSubmit(checkNow), PAUSE);
  }

  function choose(id, align) {
    for (const each of document.querySelectorAll(".check-item.now, .mirror .now")) each.classList.remove("now");
    const card = document.getElementById(id);
    const mark = mirror.querySelector(`[data-for="${id}"]`);
    card?.classList.add("now");
    mark?.classList.add("now");
    // The mark comes beside its card, as far as the sheet can be moved.
    if (align && card && mark && sheet.scrollHeight > sheet.clientHeight) {
      const low = card.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
      sheet.scrollTop += mark.getBoundingClientRect().top - sheet.getBoundingClientRect().top - Math.min(Math.max(low, 24), sheet.clientHeight / 2);
    }
  }

  const seen = (element) => element.offsetParent !== null;
  const items = () => {
    const all = [...document.querySelectorAll(".check-item")].filter(seen);
    const open = all.filter((each) => each.matches(".card"));
    return open.length ? open : all;
  };
  const headOf = (finding) => (finding.matches(".line") && finding.querySelector("summary, .brief")) || finding;

  function go(finding) {
    const head = headOf(finding);
    head.focus({ preventScroll: true });
    show(finding);
    choose(finding.id, true);
  }

  function step(by) {
    const all = items();
    if (!all.length) return;
    const now = all.findIndex((each) => each.classList.contains("now"));
    go(all[now === -1 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length]);
  }

  const markAt = (place) => marks.find((mark) => mark.start <= place && place <= mark.end);
  const markUnder = (event) => document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.matches(".mirror mark"))?.dataset.for;

  area.addEventListener("input", () => {
    const { low, before, after } = stretch(drawn, area.value);
    const moved = after - before;
    marks = marks
      .filter((mark) => mark.end <= low || mark.start >= before)
      .map((mark) => (mark.start >= before ? { ...mark, start: mark.start + moved, end: mark.end + moved } : mark));
    draw();
    if (!putting) later();
  });
  area.addEventListener("mousemove", (event) => {
    const id = markUnder(event);
    if (id) choose(id);
  });
  area.addEventListener("click", () => {
    const mark = area.selectionStart === area.selectionEnd && markAt(area.selectionStart);
    if (!mark) return;
    choose(mark.id);
    show(document.getElementById(mark.id));
  });

  document.addEventListener("mouseover", (event) => {
    const finding = event.target.closest?.(".check-item");
    if (finding) choose(finding.id);
  });
  document.addEventListener("focusin", (event) => {
    const finding = event.target.closest?.(".check-item");
    if (finding && !putting) choose(finding.id, true);
  });
  document.addEventListener("click", (event) => {
    const by = event.target.closest?.("[data-step]")?.dataset.step;
    if (by) step(Number(by));
    const link = event.target.closest?.(".to-draft");
    const mark = link && marks.find((each) => `#in-${each.id}` === link.getAttribute("href"));
    if (mark) {
      event.preventDefault();
      area.focus({ preventScroll: true });
      area.setSelectionRange(mark.start, mark.end);
      choose(mark.id, true);
      show(mirror.querySelector(`[data-for="${mark.id}"]`));
    }
  });

  const KEYS = {
    n: () => step(1),
    p: () => step(-1),
    a: () => document.querySelector(".check-item.now .accept")?.click(),
    i: () => {
      const ignore = document.querySelector(".check-item.now .ignore");
      if (!ignore) return;
      ignore.open = true;
      ignore.querySelector("input").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && target.matches(".ignore input")) {
      event.preventDefault();
      target.closest(".ignore").querySelector("button").click();
    } else if (event.key === "Escape" && target === area) {
      const mark = markAt(area.selectionStart);
      const finding = mark ? document.getElementById(mark.id) : items()[0];
      if (finding) go(finding);
    } else if (KEYS[event.key] && !target.matches("input:not([type=radio]), textarea, select") && localStorage.getItem(OFF) !== "1") {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.submitter?.hasAttribute("data-leaves")) return;
    clearTimeout(waiting);
    sent = area.value;
    area.readOnly = event.submitter !== checkNow;
  });
  form.elements.file.addEventListener("change", (event) => {
    const file = event.target.files[0];
    if (!file) return;
    form.elements.name.value = file.name;
    form.requestSubmit(form.querySelector("[name=read]"));
  });

  form.addEventListener("change", (event) => event.target.matches("[name=house], [name=may]") && later());

  for (const button of document.querySelectorAll("[data-copy-draft]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(area.value);
        button.textContent = "Copied";
      } catch {
        area.select();
        button.textContent = "Selected: your browser’s Copy takes it";
      }
      setTimeout(() => {
        button.textContent = label;
      }, 4000);
    });
  }

  form.enctype = "application/x-www-form-urlencoded";
  sheet.prepend(mirror);
  sheet.classList.add("live");
  draw();
  take();
  document.addEventListener("placed", take);
  // A browser that comes back to this page puts the words back that were in the field.
  addEventListener("pageshow", () => drawn !== area.value && (draw(), later()));
})();
