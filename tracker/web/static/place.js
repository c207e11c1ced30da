// Changes a page where it is. A form or a link inside data-place="an-id" is sent in the background, and the part of the
// answer with that id takes the place of the old one, with what the answer says was done; the address follows a link.
// A form outside the part names it itself; a button with data-leaves loads what it asks for, such as a file to save.
// Without this file the same forms and links load a whole page.
"use strict";

(() => {
  const BUSY = "aria-busy";
  const STOPS = "a, button, input:not([type=hidden]), textarea, select, summary";

  const partOf = (source) => (source.closest("[data-place]") ?? source.form)?.dataset.place;

  async function put(source, address, options, keep) {
    const id = partOf(source);
    const part = id && document.getElementById(id);
    if (!part) return false;
    part.setAttribute(BUSY, "true");
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Part": id } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(id);
      if (!fresh || !answer.headers.get("content-type")?.startsWith("text/html")) throw new Error("no such part");
      const held = part.contains(document.activeElement) || document.activeElement === document.body;
      const at = [...part.querySelectorAll(STOPS)].indexOf(source);
      const open = [...part.querySelectorAll("details[open][id]")].map((each) => each.id);
      part.replaceWith(fresh);
      for (const each of open) fresh.querySelector(`#${CSS.escape(each)}`)?.setAttribute("open", "");
      for (const other of ["toasts", "doors"]) {
        const told = page.getElementById(other);
        if (told) document.getElementById(other)?.replaceWith(told);
      }
      if (keep) history.pushState({ place: id }, "", answer.url);
      const all = fresh.querySelectorAll(STOPS);
      if (held) (fresh.querySelector("[data-first]") ?? all[Math.min(Math.max(at, 0), all.length - 1)] ?? fresh).focus?.({ preventScroll: true });
      document.dispatchEvent(new CustomEvent("placed", { detail: fresh }));
    } catch {
      return false;
    } finally {
      document.getElementById(id)?.removeAttribute(BUSY);
    }
    return true;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    const files = (button?.getAttribute("formenctype") ?? form.enctype) === "multipart/form-data";
    if (!partOf(form) || event.defaultPrevented || button?.hasAttribute("data-leaves") || (files && !form.dataset.place)) return;
    event.preventDefault();
    const data = files ? new FormData(form, button) : new URLSearchParams(new FormData(form, button));
    const reads = form.method === "get";
    const address = new URL(button?.getAttribute("formaction") ?? form.action, location.href);
    if (reads) address.search = data;
    const done = await put(button ?? form, address, reads ? {} : { method: "POST", body: data }, reads);
    if (!done) {
      // HTMLFormElement.submit sends no button, whose name and value say what was chosen.
      if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      form.submit();
    }
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !partOf(link) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname || link.hasAttribute("download")) return;
    if (address.search === location.search && address.hash) return;
    event.preventDefault();
    if (!(await put(link, address, {}, true))) location.assign(link.href);
  });

  addEventListener("popstate", (event) => event.state?.place && location.reload());
})();
