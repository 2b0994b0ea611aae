"use strict";
(() => {
  // Numbers of a class that change by themselves, and its rows.
  const live = document.querySelector("[data-live]");
  if (live && window.EventSource) {
    let state = null;
    const bring = async () => {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) { return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [mine, theirs] = [document, page].map((one) => one.querySelector('[data-part="rows"]'));
      if (mine && theirs) { mine.replaceWith(document.importNode(theirs, true)); }
    };
    new EventSource(live.dataset.live).addEventListener("message", (event) => {
      const told = JSON.parse(event.data);
      for (const place of live.querySelectorAll("[data-say]")) {
        if (place.dataset.say in told) { place.textContent = told[place.dataset.say]; }
      }
      if (state !== null && state !== told.state) { bring(); }
      state = told.state;
    });
  }

  // The form that grades a group.
  const form = document.querySelector("form[data-points]");
  if (!form) { return; }
  const items = [...form.querySelectorAll('input[name="item"]')];
  const typed = form.querySelector('input[name="typed"]');
  const shown = form.querySelector("[data-total]");
  const most = Number(form.dataset.points);
  const count = () => {
    const own = typed.value.trim().replace(",", ".");
    const chosen = items.filter((item) => item.checked);
    const start = form.dataset.start === "full" ? most : 0;
    const sum = chosen.reduce((total, item) => total + Number(item.dataset.worth), start);
    const total = own === "" ? Math.min(Math.max(sum, 0), most) : Number(own);
    const isOpen = own === "" && !chosen.length && form.dataset.start !== "full";
    shown.textContent = isOpen || Number.isNaN(total) ? "–" : String(Math.round(total * 100) / 100);
  };
  form.addEventListener("input", count);
  count();

  // Keys work where nothing is being written, and can be switched off.
  const key = "autograder-keys", choice = document.querySelector("[data-keys]");
  const recall = () => { try { return localStorage.getItem(key) !== "off"; } catch { return true; } };
  const remember = (on) => { try { localStorage.setItem(key, on ? "on" : "off"); } catch { /* not allowed here */ } };
  document.body.classList.add("has-keys");
  choice.checked = recall();
  choice.addEventListener("change", () => remember(choice.checked));
  const follow = (name) => { const link = document.querySelector(`a[rel="${name}"]`); if (link) { link.click(); } };
  document.addEventListener("keydown", (event) => {
    const place = event.target;
    const isWriting = place.matches("textarea, input[type='text'], select");
    if (event.key === "Escape" && isWriting) { place.blur(); return; }
    if (event.key === "Enter" && isWriting && (event.ctrlKey || event.metaKey)) { form.requestSubmit(); return; }
    if (!choice.checked || isWriting || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    const number = "1234567890".indexOf(event.key);
    const action = {
      j: () => follow("next"),
      k: () => follow("prev"),
      s: () => typed.focus(),
      c: () => form.querySelector("textarea").focus(),
      g: () => form.requestSubmit(),
    }[event.key];
    if (action) { event.preventDefault(); action(); }
    else if (number >= 0 && event.key.length === 1 && items[number]) { items[number].click(); event.preventDefault(); }
  });
})();
