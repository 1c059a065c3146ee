// Portico's one script. Every page works without it; it only makes some things quicker or kinder.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (target, type, act) => target?.addEventListener(type, act);

// What went wrong, or well, takes focus, so that it is read out first.
document.querySelector("[data-focus]")?.focus();
for (const link of all(".errors a"))
  on(link, "click", (event) => {
    const box = document.querySelector(link.hash);
    if (!box) return;
    event.preventDefault();
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
  });

// Show and hide a password.
for (const button of all("[data-show]")) {
  const box = document.getElementById(button.dataset.show);
  const words = [button.textContent, button.dataset.hideText];
  button.hidden = false;
  on(button, "click", () => {
    const shown = box.type === "password";
    box.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
    button.textContent = words[+shown];
  });
  on(box.form, "submit", () => { box.type = "password"; });
}

// A whole date pasted into one of the three boxes is spread over them.
for (const group of all("[data-date]"))
  on(group, "paste", (event) => {
    const text = event.clipboardData.getData("text").trim();
    const iso = text.match(/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/);
    const us = text.match(/^(\d{1,2}|[^\W\d_]+\.?)[\s/.,-]+(\d{1,2})[\s/.,-]+(\d{4})$/);
    const parts = iso ? [iso[2], iso[3], iso[1]] : us?.slice(1);
    if (!parts) return;
    event.preventDefault();
    all("input", group).forEach((box, at) => { box.value = parts[at]; });
  });

// A form is sent once. The server would do it once anyway; this says so.
for (const form of all("form:has([data-once])"))
  on(form, "submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of all("[data-once]", form)) button.setAttribute("aria-disabled", "true");
  });
on(window, "pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of all("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }
});

// Menus: one at a time; Escape and a click elsewhere close them.
const menus = all("details[data-menu]");
const close = (except) => menus.forEach((menu) => { if (menu !== except) menu.open = false; });
for (const menu of menus)
  on(menu, "keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
on(document, "click", (event) => close(event.target.closest("details[data-menu]")));
on(document, "focusin", (event) => close(event.target.closest("details[data-menu]")));

// Text size and grayscale at once, without losing what was typed.
const root = document.documentElement;
const grey = () => document.querySelector("[data-display] [name=grey]");
function showDisplay(name, value) {
  if (name === "text") {
    root.dataset.text = value;
    for (const button of all("[data-display] [name=text]")) button.setAttribute("aria-pressed", button.value === value);
  } else {
    root.toggleAttribute("data-grey", value === "1");
    grey().value = value === "1" ? "0" : "1";
    grey().setAttribute("aria-pressed", value === "1");
  }
}
for (const form of all("[data-display]"))
  on(form, "submit", (event) => {
    const { name, value } = event.submitter ?? {};
    if (!name) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    fields.set(name, value);
    showDisplay(name, value);
    fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => form.submit());
  });

// Directions: open or close all topics.
const expand = document.querySelector("[data-expand]");
if (expand) {
  const words = [expand.textContent, expand.dataset.close];
  const topics = all(".topics details");
  const label = () => { expand.textContent = words[+topics.every((topic) => topic.open)]; };
  expand.hidden = false;
  on(expand, "click", () => {
    const open = !topics.every((topic) => topic.open);
    topics.forEach((topic) => { topic.open = open; });
    label();
  });
  topics.forEach((topic) => on(topic, "toggle", label));
}

// A folded part of the menu takes much room on a phone.
if (matchMedia("(max-width: 59.99rem)").matches) for (const part of all("details[data-fold]")) part.open = false;

// A pop-up box: modal with the script (focus stays inside, Escape closes), a part of the page without it.
for (const box of all("dialog.pop-up")) {
  const openers = all(`[data-opens="${box.id}"]`);
  if (box.matches("[data-modal]")) { box.close(); box.showModal(); }
  for (const link of openers) on(link, "click", (event) => { event.preventDefault(); box.showModal(); });
  for (const link of all("[data-closes]", box)) on(link, "click", (event) => { event.preventDefault(); box.close(); });
  on(box, "close", () => openers[0]?.focus());
  box.querySelector("[role=alert], [role=status]")?.focus();
}

// The wizard shows the boxes of the chosen type at once.
const type = document.querySelector("select[data-type]");
if (type) {
  const swap = () => { for (const part of all("[data-for]")) part.hidden = part.dataset.for !== type.value; };
  document.querySelector("[data-type-change]").hidden = true;
  on(type, "change", swap);
  swap();
}

// Work that goes on: look again from time to time, as long as somebody looks.
for (const bar of all("progress[data-again]"))
  setInterval(() => { if (!document.hidden) location.reload(); }, bar.dataset.again * 1000);

// Two minutes before the session ends: ask, and log out in time. All windows share one clock.
const dialog = document.getElementById("session");
if (dialog) {
  const WARN = 120, KEY = "portico-seen";
  const lives = Number(dialog.dataset.seconds);
  const opened = Date.now();
  const seen = () => Math.max(opened, Number(localStorage.getItem(KEY)) || 0);
  const left = () => Math.round(lives - (Date.now() - seen()) / 1000);
  const say = (count, unit) =>
    new Intl.NumberFormat(root.lang, { style: "unit", unit, unitDisplay: "long" }).format(count);
  localStorage.setItem(KEY, opened);
  const tick = () => {
    const seconds = left();
    if (seconds <= 0) return location.assign(dialog.dataset.over);
    dialog.querySelector("[data-left]").textContent = seconds > 60 ? say(Math.ceil(seconds / 60), "minute") : say(seconds, "second");
    if (seconds <= WARN && !dialog.open) dialog.showModal();
    if (seconds > WARN && dialog.open) dialog.close();
  };
  setInterval(tick, 1000);
  on(document, "visibilitychange", tick);
  for (const form of all("[data-extend]"))
    on(form, "submit", (event) => {
      event.preventDefault();
      fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } })
        .then((answer) => {
          if (answer.status !== 204) return location.assign(dialog.dataset.over);
          localStorage.setItem(KEY, Date.now());
          tick();
        })
        .catch(() => form.submit());
    });
  on(dialog, "cancel", (event) => { event.preventDefault(); dialog.querySelector("[data-extend]").requestSubmit(); });
}
