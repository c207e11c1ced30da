// Selecting words of a text offers what to do with them; every page works without this file.
"use strict";

(() => {
  const text = document.querySelector("[data-select-href]");
  if (!text) return;
  const LONGEST = 3000; // characters of a claim, as the form takes them
  const GAP = 8; // pixels between the selection and the button
  const codePoints = (words) => [...words].length;

  const button = document.createElement("a");
  button.className = "button primary make-claim";
  button.textContent = text.dataset.selectLabel;
  button.hidden = true;
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection until the click
  document.body.append(button);

  const before = (block, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(block);
    range.setEnd(node, offset);
    return range.toString();
  };

  function selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    const blocks = [...text.querySelectorAll("[data-start]")].filter((block) => range.intersectsNode(block));
    if (blocks.length === 0) return null;
    const [first, last] = [blocks[0], blocks[blocks.length - 1]];
    const head = first.contains(range.startContainer) ? before(first, range.startContainer, range.startOffset) : "";
    const tail = last.contains(range.endContainer)
      ? before(last, range.endContainer, range.endOffset)
      : last.textContent;
    const start = Number(first.dataset.start) + codePoints(head);
    const end = Number(last.dataset.start) + codePoints(tail);
    const words = blocks
      .map((block) => {
        const from = block === first ? head.length : 0;
        return block.textContent.slice(from, block === last ? tail.length : undefined);
      })
      .join("\n");
    const trimmed = words.trim();
    if (!/[\p{L}\p{N}]/u.test(trimmed) || trimmed.length > LONGEST) return null;
    return { start, end, words: trimmed, box: range.getBoundingClientRect() };
  }

  function update() {
    const found = selected();
    button.hidden = found === null;
    if (found === null) return;
    const address = new URL(text.dataset.selectHref, location.href);
    address.searchParams.set("start", found.start);
    address.searchParams.set("end", found.end);
    address.searchParams.set("words", found.words);
    button.href = address.href;
    const widest = document.documentElement.clientWidth - button.offsetWidth - GAP;
    button.style.left = `${Math.max(GAP, Math.min(found.box.left + scrollX, widest))}px`;
    button.style.top = `${found.box.bottom + scrollY + GAP}px`;
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(update);
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const off = localStorage.getItem("tracker-keys-off") === "1";
    if (event.key === "m" && plain && !off && !button.hidden && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      button.click();
    }
  });

  // An address of a claim that stands in another part of a long text leads there.
  const wanted = /^#claim-(\d+)$/.exec(location.hash);
  if (wanted && !document.getElementById(wanted[0].slice(1)) && !new URLSearchParams(location.search).has("claim")) {
    const address = new URL(location.href);
    address.searchParams.delete("part");
    address.searchParams.set("claim", wanted[1]);
    location.replace(address);
  }
})();
