// The entry form: what was typed survives a reload, and on a narrow screen one question is asked at a time.
// Without this script the form is one page that works the same.

const form = document.querySelector("form[data-steps]");
if (form) {
  const key = `hocluat.entry.${form.dataset.stepsKey}`;
  const steps = [...form.querySelectorAll("[data-step]")];
  const narrow = matchMedia("(max-width: 619px)");
  const refused = document.querySelector(".note.alarm, [aria-invalid='true']");

  // ---- nothing is lost on reload -------------------------------------------------------------------------------

  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  // A consent is given by an act, here and now: it is never filled in again by a script.
  const fields = () => [...form.elements].filter((e) => e.name && e.name !== "csrf" && e.type !== "checkbox" && e.type !== "submit" && e.type !== "button");
  const keep = () => {
    const values = {};
    for (const field of fields()) if (field.type !== "radio" || field.checked) values[field.name] = field.value;
    try {
      sessionStorage.setItem(key, JSON.stringify(values));
    } catch {
      // Storage switched off: the page itself still holds what was typed.
    }
  };
  if (!refused) {
    const values = kept();
    for (const field of fields()) {
      if (!(field.name in values)) continue;
      if (field.type === "radio") field.checked = field.value === values[field.name];
      else field.value = values[field.name];
    }
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  // ---- one question at a time ----------------------------------------------------------------------------------

  const make = (tag, props) => Object.assign(document.createElement(tag), props);
  const head = make("div", { className: "step-head" });
  const said = make("p", { id: "step-said" });
  const bar = make("progress", { className: "progress", max: steps.length });
  bar.setAttribute("aria-labelledby", "step-said");
  head.append(said, bar);
  const back = make("button", { type: "button", className: "btn", textContent: form.dataset.stepBack });
  const next = make("button", { type: "button", className: "btn main", textContent: form.dataset.stepNext });
  const dock = make("div", { className: "step-dock" });
  dock.append(back, next);
  const submit = form.querySelector("[data-step-submit]");
  const home = { parent: submit.parentNode, before: submit.nextSibling };
  let at = 0;

  const asked = (step) => step.querySelector("input:not([type=hidden]), select, textarea");

  function show(index, focus) {
    at = Math.max(0, Math.min(steps.length - 1, index));
    steps.forEach((step, i) => step.classList.toggle("now", i === at));
    const last = at === steps.length - 1;
    submit.classList.toggle("now", last);
    next.hidden = last;
    back.hidden = at === 0;
    if (last) dock.append(submit);
    else submit.remove();
    said.textContent = form.dataset.stepOf.replace("{n}", at + 1).replace("{of}", steps.length);
    bar.value = at + 1;
    if (focus) {
      asked(steps[at])?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  function empty(step) {
    const needed = [...step.querySelectorAll("[required]")];
    return needed.find((field) => {
      if (field.type === "radio") return !form.querySelector(`[name="${CSS.escape(field.name)}"]:checked`);
      if (field.type === "checkbox") return !field.checked;
      return !field.value.trim();
    });
  }

  function message(step, text) {
    step.querySelector(".step-error")?.remove();
    const field = asked(step);
    if (!text) return field?.removeAttribute("aria-invalid");
    const line = make("p", { className: "error step-error", textContent: text });
    line.setAttribute("role", "alert");
    (field?.closest(".picker-line, .date, .pick") ?? field)?.before(line);
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
  }

  function go(index) {
    if (index > at) {
      const missing = empty(steps[at]);
      message(steps[at], missing && form.dataset.stepEmpty);
      if (missing) return;
    }
    history.pushState({ step: index }, "");
    show(index, true);
  }

  const on = () => document.body.classList.contains("one-step");
  next.addEventListener("click", () => go(at + 1));
  back.addEventListener("click", () => history.back());
  addEventListener("popstate", (event) => on() && show(event.state?.step ?? 0, true));
  form.addEventListener("keydown", (event) => {
    const picking = event.target.getAttribute("aria-expanded") === "true";
    const box = event.target.matches?.("input:not([type=checkbox], [type=submit])");
    if (!on() || event.key !== "Enter" || event.defaultPrevented || picking || !box || at === steps.length - 1) return;
    event.preventDefault();
    go(at + 1);
  });
  // A link in the list of what to mend leads to its question.
  document.addEventListener("click", (event) => {
    const id = event.target.closest?.(".note a[href^='#']")?.getAttribute("href").slice(1);
    const index = id ? steps.findIndex((step) => step.contains(document.getElementById(id))) : -1;
    if (on() && index >= 0) show(index, true);
  });

  function layout() {
    if (narrow.matches === on()) return;
    document.body.classList.toggle("one-step", narrow.matches);
    if (narrow.matches) {
      form.before(head);
      form.append(dock);
      const wrong = steps.findIndex((step) => step.querySelector("[aria-invalid='true'], .error, .picker-choices"));
      const first = wrong >= 0 ? wrong : Math.min(history.state?.step ?? 0, steps.length - 1);
      history.replaceState({ step: first }, "");
      show(first, false);
    } else {
      head.remove();
      dock.remove();
      submit.classList.remove("now");
      home.parent.insertBefore(submit, home.before);
    }
  }
  narrow.addEventListener("change", layout);
  layout();
} else {
  // Entered: what was typed must not stay on a device that others use too.
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("hocluat.entry.")) sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
