// Copy buttons of the check of a draft; without this file the words can be selected by hand.
"use strict";

for (const button of document.querySelectorAll("[data-copy-from]")) {
  const label = button.firstChild.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copyFrom);
    const text = "value" in source ? source.value : source.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.firstChild.textContent = "Copied";
    } catch {
      if ("select" in source) {
        source.closest("details").open = true;
        source.select();
      } else {
        getSelection().selectAllChildren(source);
      }
      button.firstChild.textContent = "Selected: your browser's Copy takes it";
    }
    setTimeout(() => {
      button.firstChild.textContent = label;
    }, 4000);
  });
}
