// Small things every page shares. Each page works without them.

const TEXT_KEY = "hocluat.text";
const LARGEST = 3;

// ---- text size --------------------------------------------------------------------------------------------------

const textButtons = [...document.querySelectorAll("[data-size]")];

function applySize(size) {
  if (size > 0) document.documentElement.dataset.text = size;
  else delete document.documentElement.dataset.text;
  for (const button of textButtons) {
    const atEnd = Number(button.dataset.size) < 0 ? size === 0 : size === LARGEST;
    button.setAttribute("aria-disabled", String(atEnd));
  }
}

function storedSize() {
  try {
    return Math.max(0, Math.min(LARGEST, Number(localStorage.getItem(TEXT_KEY)) || 0));
  } catch {
    return 0;
  }
}

applySize(storedSize());
for (const button of textButtons) {
  button.addEventListener("click", () => {
    const now = Number(document.documentElement.dataset.text ?? 0);
    const size = Math.max(0, Math.min(LARGEST, now + Number(button.dataset.size)));
    applySize(size);
    const said = document.querySelector("[data-size-said]");
    if (said) said.textContent = said.dataset.sizeSaid.replace("{n}", size + 1);
    try {
      localStorage.setItem(TEXT_KEY, String(size));
    } catch {
      // Storage switched off: the size holds for this page.
    }
  });
}

// ---- forms ------------------------------------------------------------------------------------------------------

// A double click must not send a form twice. The server does not mind, but a person waiting twice does.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => setTimeout(() => {
    event.submitter?.setAttribute("aria-busy", "true");
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  }));
}
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("form[data-once] button")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
});

// After a refused form, the summary of what to mend is read first.
document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  if (!input) continue;
  button.hidden = false;
  const reveal = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => reveal(input.type === "password"));
  // What is sent is a password again, so that the browser offers to keep it and no list of typed texts does.
  input.form?.addEventListener("submit", () => reveal(false));
}

// ---- passing on -------------------------------------------------------------------------------------------------

const toast = document.getElementById("toast");

function say(words) {
  if (!toast) return;
  toast.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (toast.textContent = ""), 4_000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () =>
    navigator.clipboard.writeText(button.dataset.copy).then(() => say(button.dataset.done), () => {}),
  );
}
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Turned away by the person: nothing to say.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}
for (const input of document.querySelectorAll("input.link")) input.addEventListener("focus", () => input.select());
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// ---- dialogs and the menu in the head ---------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(button.dataset.dialog);
  if (!dialog?.showModal) continue;
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}

const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A choice that only changes what this page shows needs no button.
for (const box of document.querySelectorAll("[data-submit-on-change]")) box.addEventListener("change", () => box.form.requestSubmit());

// ---- without network --------------------------------------------------------------------------------------------

// One worker per build and language: another address is another worker, which puts away what the one before kept.
if ("serviceWorker" in navigator) {
  const build = import.meta.url.split("/").at(-2);
  const address = `/sw.js?build=${build}&lang=${document.documentElement.lang}`;
  const register = () => navigator.serviceWorker.register(address).catch(() => {});
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
