// Shows what an author writes as it will look, beside the text and while it is written. Without this script a button does the same.

const WAIT_MS = 700;

for (const form of document.querySelectorAll("[data-authoring]")) {
  const pane = form.querySelector("[data-preview]");
  const text = form.querySelector("textarea[name=body], textarea[name=text]");
  let timer = 0;
  let newest = 0;

  const show = async () => {
    const mine = ++newest;
    try {
      const answer = await fetch(form.dataset.authoring, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ csrf: form.elements.csrf.value, tep: form.elements.tep.value, text: text.value }),
      });
      // An older answer must not cover a newer one; the markup was made harmless by the server.
      if (answer.ok && mine === newest) pane.innerHTML = await answer.text();
    } catch {
      // The button below asks in the plain way.
    }
  };

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT_MS);
  });
  if (text.value.trim()) show();

  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
