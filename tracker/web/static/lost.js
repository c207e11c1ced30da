// On the page for addresses that are not there: looks for the home page above this address, for the page cannot know it.
"use strict";

(async () => {
  const parts = location.pathname.split("/").slice(0, -1);
  for (; parts.length > 0; parts.pop()) {
    const root = `${parts.join("/")}/`;
    const answer = await fetch(`${root}search/about.js`, { method: "HEAD" }).catch(() => null);
    if (!answer || !answer.ok) continue;
    const [home, search] = document.querySelectorAll("[data-home] a");
    home.href = `${root}index.html`;
    search.href = `${root}search/index.html`;
    document.querySelector("[data-home]").hidden = false;
    document.querySelector("[data-no-home]").hidden = true;
    return;
  }
})();
