// A field for one unit: choices open while typing. Keyboard and names follow the ARIA pattern of a combobox with a list.

const WAIT_MS = 150;
const SHOWN = 8;

function enhance(root) {
  const input = root.querySelector("input[type=text]");
  const said = Object.assign(document.createElement("p"), { className: "picker-said" });
  const list = Object.assign(document.createElement("ul"), { className: "picker-list", id: `${input.id}-list`, hidden: true });
  let code = root.querySelector("input[type=hidden]");
  let units = [];
  let at = -1;
  let timer = 0;
  let asking = null;

  // Without a script the button finds; with one it would only catch the Enter key.
  root.querySelector("button").remove();
  said.setAttribute("role", "status");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-labelledby", `${input.id}-label`);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  input.parentElement.after(list, said);
  root.classList.toggle("picker-chosen", Boolean(code?.value));

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = next;
    const option = list.children[at];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function keep(value) {
    if (!code) {
      // Choices the server offered no longer count.
      root.querySelector(".picker-choices").remove();
      code = Object.assign(document.createElement("input"), { type: "hidden", name: `${input.name}-code` });
      root.append(code);
    }
    code.value = value;
  }

  function choose(unit) {
    asking?.abort();
    input.value = unit.full_name;
    keep(unit.code);
    root.classList.add("picker-chosen");
    said.textContent = unit.full_name;
    close();
    input.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: unit }));
  }

  function show(found) {
    units = found.items;
    list.replaceChildren(...units.map((unit, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(unit.name);
      const above = unit.full_name.slice(unit.name.length + 2);
      if (above) option.append(Object.assign(document.createElement("small"), { textContent: above }));
      option.addEventListener("click", () => choose(unit));
      return option;
    }));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = units.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const { none, one, many, more } = root.dataset;
    const words = found.total === 0 ? none : found.total === 1 ? one : found.total > units.length ? more : many;
    said.textContent = words.replace("#", String(found.total));
  }

  async function ask() {
    asking?.abort();
    const text = input.value.trim();
    if (!text) {
      said.textContent = "";
      return close();
    }
    const mine = asking = new AbortController();
    const query = new URLSearchParams({ q: text, limit: String(SHOWN), within: root.dataset.within });
    try {
      const reply = await fetch(`/api/v1/organisations?${query}`, { signal: mine.signal });
      if (!reply.ok) throw new Error(String(reply.status));
      const found = await reply.json();
      if (mine === asking) show(found);
    } catch {
      if (mine.signal.aborted) return;
      close();
      said.textContent = root.dataset.lost;
    }
  }

  input.addEventListener("input", () => {
    keep("");
    root.classList.remove("picker-chosen");
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = units.length - 1;
    if (list.hidden) {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        ask();
      }
      return;
    }
    if (event.key === "ArrowDown") mark(at === last ? 0 : at + 1);
    else if (event.key === "ArrowUp") mark(at <= 0 ? last : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(units[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  // A press in the list must not take the focus before the click that chooses.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
}

for (const root of document.querySelectorAll("[data-picker]")) enhance(root);
