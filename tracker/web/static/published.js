// The search of a published site: the words of a query are looked up in pieces of an index that lie beside the page.
"use strict";

(() => {
  const SHOWN = 25;
  const AT_ONCE = 24;
  const LEAST_PREFIX = 3;
  const ROOT = new URL(".", location.href);
  const results = document.querySelector("[data-search-results]");
  if (!results) return;
  const status = document.querySelector("[data-search-status]");
  const chips = document.querySelector("[data-search-chips]");
  const asked = new URLSearchParams(location.search);
  const pieces = new Map();
  const waiting = new Map();
  window.searchPiece = (name, value) => waiting.get(name)?.(value);

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const piece = (name) => {
    if (!pieces.has(name)) {
      pieces.set(
        name,
        new Promise((done, failed) => {
          const script = element("script", "", { src: new URL(`${name}.js`, ROOT) });
          waiting.set(name, done);
          script.addEventListener("error", () => failed(new Error(name)));
          script.addEventListener("load", () => script.remove());
          document.head.append(script);
        }),
      );
    }
    return pieces.get(name);
  };

  // The same cut as tracker/web/site/index.py makes.
  const terms = (text) => {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return [...new Set((plain.match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? []).map((word) => word.replaceAll(",", "")))];
  };
  const pieceOf = (term) => {
    const start = [...term, "_"].slice(0, 2).join("");
    return /^[\x00-\x7f]+$/.test(start) ? start : [...start].map((char) => char.codePointAt(0).toString(16)).join("-");
  };
  const numbers = (differences) => {
    let last = 0;
    return differences.map((step) => (last += step));
  };
  const stem = (word) => (word.length > LEAST_PREFIX && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word);

  async function holding(word, about) {
    const name = pieceOf(word);
    if (!about.terms.includes(name)) return [];
    const held = await piece(`terms/${name}`);
    const wanted = stem(word);
    const found = new Set();
    for (const [term, differences] of Object.entries(held)) {
      if (term === word || (wanted.length >= LEAST_PREFIX && term.startsWith(wanted))) {
        for (const number of numbers(differences)) found.add(number);
      }
    }
    return [...found];
  }

  async function narrowed(facet, value, about) {
    const spread = facet === "speaker" || facet === "document";
    const name = spread ? `${facet}-${Number(value) % about.shards}` : facet;
    if (!about.facets.includes(name)) return new Set();
    return new Set(numbers((await piece(`facets/${name}`))[value] ?? []));
  }

  async function find(about) {
    const words = terms(asked.get("q") ?? "");
    const lists = await Promise.all(words.map((word) => holding(word, about)));
    const weights = new Map();
    let known = 0;
    lists.forEach((list) => {
      if (list.length === 0) return;
      known += 1;
      const weight = Math.log(1 + about.claims / list.length);
      for (const number of list) {
        const [count, sum] = weights.get(number) ?? [0, 0];
        weights.set(number, [count + 1, sum + weight]);
      }
    });
    let found = words.length ? [...weights.keys()] : [...Array(about.claims).keys()];
    for (const facet of ["kind", "speaker", "document", "year"]) {
      if (!asked.get(facet)) continue;
      const kept = await narrowed(facet, asked.get(facet), about);
      found = found.filter((number) => kept.has(number));
    }
    const all = found.filter((number) => (weights.get(number)?.[0] ?? 0) === known);
    const order = (a, b) => (weights.get(b)?.[0] ?? 0) - (weights.get(a)?.[0] ?? 0) || (weights.get(b)?.[1] ?? 0) - (weights.get(a)?.[1] ?? 0) || a - b;
    return { found: (all.length ? all : found).sort(order), some: all.length === 0 && found.length > 0 };
  }

  // 2018-02-05, 2018-02 or 2018, as the other pages write them.
  const longDate = (date) => {
    const [year, month, day] = date.split("-");
    if (!month) return year;
    const wanted = { month: "long", year: "numeric", timeZone: "UTC", ...(day && { day: "numeric" }) };
    return new Date(Date.UTC(year, month - 1, day ?? 1)).toLocaleDateString("en-GB", wanted);
  };

  function entry([id, words, speaker, date, title, kind, stance]) {
    const article = element("article", "", { class: "entry" });
    const quotation = element("blockquote", "", { class: `words kind-${kind}` });
    const line = element("p", stance ? `${stance}: ` : "");
    line.append(element("a", words, { href: `../claims/${id}/index.html`, "data-item": "" }));
    quotation.append(line);
    const by = element("p", "", { class: "byline" });
    const nobody = kind === "statistic" ? "the document itself" : "speaker not known";
    for (const part of [speaker ?? nobody, kind, date ? longDate(date) : "undated", title]) by.append(element("span", part), " ");
    article.append(quotation, by);
    return article;
  }

  async function show(found, from, about) {
    const wanted = found.slice(from, from + SHOWN);
    const needed = [...new Set(wanted.map((number) => Math.floor(number / about.per_piece)))];
    const loaded = new Map();
    for (let at = 0; at < needed.length; at += AT_ONCE) {
      const part = needed.slice(at, at + AT_ONCE);
      const answers = await Promise.all(part.map((number) => piece(`claims/${number}`)));
      part.forEach((number, place) => loaded.set(number, answers[place]));
    }
    for (const number of wanted) {
      results.append(entry(loaded.get(Math.floor(number / about.per_piece))[number % about.per_piece]));
    }
    if (from + SHOWN < found.length) {
      const more = element("button", `Show ${Math.min(SHOWN, found.length - from - SHOWN)} more`, { type: "button", class: "more" });
      more.addEventListener("click", async () => {
        more.remove();
        const next = results.children.length;
        await show(found, from + SHOWN, about);
        results.children[next]?.querySelector("a")?.focus();
      });
      results.append(more);
    }
  }

  async function run() {
    const input = document.querySelector("[data-search] input");
    input.value = asked.get("q") ?? "";
    const filters = ["kind", "speaker", "document", "year"].filter((facet) => asked.get(facet));
    if (!input.value.trim() && filters.length === 0) {
      input.focus();
      return;
    }
    for (const facet of filters) {
      const without = new URLSearchParams(asked);
      without.delete(facet);
      chips.append(element("a", `${facet}: ${asked.get(facet)} ×`, { class: "chip", href: `?${without}`, "aria-label": `Remove the filter ${facet} ${asked.get(facet)}` }), " ");
    }
    status.textContent = "Searching …";
    try {
      const about = await piece("about");
      const { found, some } = await find(about);
      const count = `${found.length.toLocaleString("en-GB")} ${found.length === 1 ? "claim" : "claims"}`;
      status.textContent = found.length === 0 ? "No claim has these words. Fewer or other words may find one." : some ? `No claim has all of these words; ${count} have some` : `${count}, the best first`;
      await show(found, 0, about);
    } catch {
      status.textContent = "The index of the search could not be read; the lists below work.";
    }
  }

  run();
})();
