/* What is typed stays in this tab until the server has it: a lost connection or a reload loses nothing. Comfort only.
   Forms with `data-draft` are kept, by person and address, in sessionStorage; never a password, a PIN or a token. Cleared when
   the server has answered, when somebody signs out or hands the phone over, and when somebody else is signed in. */
(() => {
  const PREFIX = "draft ";
  const store = (() => {
    try { return window.sessionStorage; } catch { return null; }
  })();
  if (!store) return;

  const viewer = () => document.body.dataset.viewer ?? "";
  const key = (form) => PREFIX + viewer() + " " + form.getAttribute("action");
  const keys = () => Object.keys(store).filter((name) => name.startsWith(PREFIX));
  const forget = (names) => names.forEach((name) => store.removeItem(name));
  const read = (name) => { try { return JSON.parse(store.getItem(name)); } catch { return null; } };
  const write = (name, draft) => { try { store.setItem(name, JSON.stringify(draft)); } catch { /* no room: as without this file */ } };
  const forms = () => [...document.querySelectorAll("form[data-draft]")];
  const kept = (field) => field.name && field.name !== "csrf_token" && !["password", "file", "submit"].includes(field.type);

  const save = (form, more = {}) => {
    const fields = {};
    for (const field of [...form.elements].filter(kept)) {
      if (!/radio|checkbox/.test(field.type)) fields[field.name] = field.value;
      else if (field.checked) fields[field.name] = field.value;
    }
    const page = location.pathname + location.search;
    write(key(form), { unsent: false, ...read(key(form)), ...more, fields, page, name: form.dataset.draft });
  };

  const restore = (form) => {
    const draft = read(key(form));
    if (!draft) return;
    if (form.dataset.typed !== undefined) return save(form, { unsent: false }); // the server has just shown what it got
    for (const field of [...form.elements].filter(kept)) {
      const said = draft.fields[field.name];
      if (/radio|checkbox/.test(field.type)) field.checked = said === field.value;
      else if (said !== undefined && (field.type !== "hidden" || /^(id|happened_at)/.test(field.name))) field.value = said;
    }
    form.closest("details")?.setAttribute("open", "");
    document.dispatchEvent(new Event("drafts:restored"));
    if (draft.unsent) tell(form);
  };

  // Not sent yet: said at the form while there is no connection, offered again when there is.
  const notice = (id) => {
    const box = document.getElementById(id) ?? document.createElement("div");
    box.id = id;
    box.className = "notice notice-wait unsent";
    box.setAttribute("role", "status");
    box.replaceChildren(document.createElement("div"));
    return box;
  };
  const tell = (form) => {
    const box = notice("unsent-" + form.getAttribute("id"));
    const text = box.firstChild;
    text.append(navigator.onLine ? "Not sent yet. " : "Not sent: there is no connection. What you wrote stays on this device.");
    if (navigator.onLine) {
      const send = document.createElement("button");
      send.type = "button";
      send.className = "button";
      send.textContent = "Send now";
      send.addEventListener("click", () => HTMLFormElement.prototype.requestSubmit.call(form));
      text.append(send);
    }
    form.prepend(box);
  };
  const untell = (form) => document.getElementById("unsent-" + form.getAttribute("id"))?.remove();
  const elsewhere = () => {
    document.getElementById("unsent-elsewhere")?.remove();
    const here = new Set(forms().map(key));
    const waiting = keys().filter((name) => !here.has(name)).map(read).find((draft) => draft?.unsent);
    if (!waiting || !navigator.onLine) return;
    const box = notice("unsent-elsewhere");
    const link = document.createElement("a");
    link.href = waiting.page;
    link.textContent = "Look at it and send it";
    box.firstChild.append("Not sent yet: " + waiting.name + ". ", link);
    document.getElementById("main")?.prepend(box);
  };

  const arrive = () => {
    const mine = PREFIX + viewer() + " ";
    if (viewer()) forget(keys().filter((name) => !name.startsWith(mine)));
    if (document.querySelector("[data-lent]")) forget(keys());
    if (new URLSearchParams(location.search).has("done")) forget(keys().filter((name) => read(name)?.sent));
    forms().forEach(restore);
    elsewhere();
  };

  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.dataset.draft === undefined) return;
    const first = form.querySelector("[data-first-typed]");
    if (first && !first.value) first.value = new Date().toISOString();
    save(form);
  });
  document.addEventListener("submit", ({ target }) => {
    if (["/sign-out", "/hand-over"].includes(target.getAttribute("action"))) forget(keys());
    else if (target.dataset.draft !== undefined) save(target, { sent: true });
  }, true);
  document.addEventListener("htmx:error", ({ detail }) => {
    const form = detail.ctx?.sourceElement;
    if (form?.dataset?.draft === undefined || detail.ctx.response) return;
    save(form, { unsent: true, sent: false });
    tell(form);
  });
  document.addEventListener("htmx:after:request", ({ detail }) => {
    const form = detail.ctx?.sourceElement;
    if (form?.dataset?.draft === undefined) return;
    if (detail.ctx.response.status < 400) store.removeItem(key(form));
    untell(form);
  });
  document.addEventListener("htmx:after:swap", () => { forms().forEach(restore); elsewhere(); });
  for (const change of ["online", "offline"]) {
    window.addEventListener(change, () => {
      forms().filter((form) => read(key(form))?.unsent).forEach((form) => { untell(form); tell(form); });
      elsewhere();
    });
  }
  // A page lent to somebody is never shown again from the browser's memory.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && document.querySelector("[data-lent]")) location.reload();
  });
  arrive();
})();
