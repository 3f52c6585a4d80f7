// Small things every page shares. Each page works without them.

const TEXT_KEY = "hocluat.text";
const LARGEST = 3;

function applySize(size) {
  if (size > 0) document.documentElement.dataset.text = size;
  else delete document.documentElement.dataset.text;
}

function storedSize() {
  try {
    return Number(localStorage.getItem(TEXT_KEY)) || 0;
  } catch {
    return 0;
  }
}

applySize(storedSize());
for (const button of document.querySelectorAll("[data-size]")) {
  button.addEventListener("click", () => {
    const now = Number(document.documentElement.dataset.text ?? 0);
    const size = Math.max(0, Math.min(LARGEST, now + Number(button.dataset.size)));
    applySize(size);
    try {
      localStorage.setItem(TEXT_KEY, String(size));
    } catch {
      // Storage switched off: the size holds for this page.
    }
  });
}

// A double click must not send a form twice. The server does not mind, but a person waiting twice does.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  }));
}
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("form[data-once] button")) button.disabled = false;
});

// After a refused form, the summary of what to mend is read first.
document.querySelector("[data-focus]")?.focus();

// The menu in the head closes when the person goes on elsewhere.
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
