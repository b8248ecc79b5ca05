/* Comfort only: every page works without this file. Listeners sit on the document, so they outlive every morph. */
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  root.classList.add("js");

  // The PIN: one field, six boxes behind it.
  const boxes = (pin) => {
    const filled = pin.querySelector("input").value.length;
    pin.dataset.filled = filled;
    all("i", pin).forEach((box, n) => {
      box.classList.toggle("on", n < filled);
      box.classList.toggle("next", n === Math.min(filled, 5));
    });
  };

  // The line above the button says back what is chosen, and only what can be seen.
  const sayBack = (line) => {
    const form = line.closest("form");
    for (const part of form ? all("[data-say-for]", line) : []) {
      const name = `[name="${part.dataset.sayFor}"]`;
      if (part.dataset.sayOne) {
        const ticked = all(name + ":checked", form).length;
        part.textContent = ticked ? (ticked === 1 ? part.dataset.sayOne : part.dataset.sayMore).replace("#", ticked) : "";
        continue;
      }
      if (!form.querySelector(name + "[type=radio]")) continue;
      const input = form.querySelector(name + ":checked");
      const label = input?.closest("label");
      const date = label && input.value === "other" && label.closest(".field").querySelector("[type=date]");
      const day = date?.valueAsDate?.toLocaleDateString(root.lang, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
      const words = !label?.offsetParent ? "" : date ? day ?? "" : label.dataset.say;
      if (part.textContent !== words) part.textContent = words;
    }
  };

  const refresh = () => {
    all(".pin").forEach(boxes);
    all(".say-back").forEach(sayBack);
  };

  document.addEventListener("input", (event) => {
    const pin = event.target.closest(".pin");
    if (pin) boxes(pin);
    else all(".say-back", event.target.form ?? document.createElement("p")).forEach(sayBack);
  });

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-fills] button");
    if (!chip) return;
    const field = document.getElementById(chip.parentElement.dataset.fills);
    field.value = chip.textContent.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());

  // A joining code comes behind a `#`, which no server is told; it goes from the address as soon as it is in its field.
  const joining = document.querySelector("#join [name=code]");
  if (joining && location.hash.length > 1) {
    joining.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(".pin input")) target.setSelectionRange(target.value.length, target.value.length);
  });

  // A second tap while the first is on its way (htmx does the same for its own forms).
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.getAttribute("method") !== "post") return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
    setTimeout(() => sent.delete(event.target), 8000);
  });

  // A morph keeps what was typed. The server's answer counts instead for the form that was sent and for every form that is
  // new on the page, so that no choice and no PIN slips from one signature into the next.
  // (A field may be called `id`, `method` or `reset`, so the form is asked by its attributes.)
  const key = (form) => form.getAttribute("id") + " " + form.getAttribute("action");
  let kept = new Set();
  document.addEventListener("htmx:before:swap", ({ detail }) => {
    kept = new Set(all("form").filter((form) => form !== detail.ctx.sourceElement).map(key));
  });
  document.addEventListener("htmx:after:swap", () => {
    all("form").filter((form) => !kept.has(key(form))).forEach((form) => HTMLFormElement.prototype.reset.call(form));
    refresh();
  });
  window.addEventListener("pageshow", refresh);
  document.addEventListener("drafts:restored", refresh);
  refresh();
})();
