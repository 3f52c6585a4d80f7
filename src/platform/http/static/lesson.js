// A lesson's page: self-checks answered in place, notes saved while typing, words counted, another site's player on demand, reading aloud.
// Without this script everything but the last two works by forms.

const WIDE = matchMedia("(min-width: 1000px)");
const SAVE_AFTER_MS = 1_200;

const map = document.querySelector(".learn-map");
if (map) {
  const layout = () => (map.open = WIDE.matches);
  WIDE.addEventListener("change", layout);
  layout();
  // The lesson one is in stands in the middle of a long map.
  const here = map.querySelector("[aria-current]");
  if (WIDE.matches && here) map.scrollTop = here.offsetTop - map.clientHeight / 2;
}

/** Posts a form as a script, which wants the answer alone. */
const send = (form, body) => fetch(form.action, { method: "POST", body, headers: { "X-Hocluat": "script" } });

// ---- self-checks ------------------------------------------------------------------------------------------------

for (const form of document.querySelectorAll("[data-check]")) {
  const result = form.querySelector("[data-check-result]");
  const button = form.querySelector("button");
  const say = (words) => (result.replaceChildren(Object.assign(document.createElement("p"), { textContent: words })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.querySelector("[name=chon]:checked")) return say(button.dataset.choose);
    button.setAttribute("aria-busy", "true");
    try {
      const reply = await send(form, new URLSearchParams(new FormData(form)));
      if (!reply.ok) throw new Error(String(reply.status));
      // Written by the server from the course's own texts, as the rest of the page.
      result.innerHTML = await reply.text();
      for (const old of form.querySelectorAll("[data-check-key], [data-check-mark], .error")) old.remove();
      button.textContent = button.dataset.again;
      form.dataset.answered = "";
      stillMissing();
    } catch {
      say(button.dataset.failed);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

/** What the lesson still asks for was said when the page was made; once every check is answered the server is asked instead. */
function stillMissing() {
  const note = document.querySelector("[data-finish-missing]");
  const open = [...document.querySelectorAll("[data-check]")].some((f) => !("answered" in f.dataset) && !f.querySelector("[data-check-mark]"));
  const watched = document.querySelector("[data-media]");
  if (note && !open && (!watched || Number(watched.dataset.percent) >= Number(watched.dataset.needed))) note.hidden = true;
}
document.addEventListener("hocluat:watched", stillMissing);

// ---- notes ------------------------------------------------------------------------------------------------------

for (const form of document.querySelectorAll("[data-note]")) {
  const state = form.querySelector("[data-note-state]");
  const text = form.querySelector("textarea");
  let kept = text.value;
  let timer = 0;
  let running = false;
  const save = async () => {
    clearTimeout(timer);
    if (running || text.value === kept) return;
    running = true;
    const sent = text.value;
    state.textContent = form.dataset.saving;
    try {
      const reply = await send(form, new URLSearchParams(new FormData(form)));
      if (!reply.ok) throw new Error(String(reply.status));
      kept = sent;
      state.textContent = form.dataset.saved;
    } catch {
      state.textContent = form.dataset.unsaved;
      timer = setTimeout(save, 10 * SAVE_AFTER_MS);
    }
    running = false;
    if (kept === sent && text.value !== kept) timer = setTimeout(save, SAVE_AFTER_MS);
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  text.addEventListener("blur", save);
  addEventListener("online", save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}

// ---- words of an assignment -------------------------------------------------------------------------------------

for (const text of document.querySelectorAll("[data-words-max]")) {
  const said = document.getElementById(`${text.id}-words`);
  const count = () => {
    const words = text.value.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    const over = words > Number(text.dataset.wordsMax);
    said.classList.toggle("over", over);
    said.textContent = (over ? said.dataset.wordsOver : said.dataset.words).replace("{n}", words);
  };
  text.addEventListener("input", count);
  count();
}

// ---- another site's player --------------------------------------------------------------------------------------

for (const box of document.querySelectorAll("[data-embed]")) {
  const button = box.querySelector("[data-embed-load]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = box.dataset.embed;
    frame.title = box.dataset.title;
    frame.allow = "fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    box.replaceChildren(frame);
    frame.focus();
  });
}

// ---- reading aloud ----------------------------------------------------------------------------------------------

const reader = document.querySelector("[data-read-aloud]");
const speech = globalThis.speechSynthesis;
if (reader && speech) {
  const button = (name) => reader.querySelector(`[data-read=${name}]`);
  const voice = () => speech.getVoices().find((v) => v.lang.toLowerCase().replace("_", "-").startsWith(reader.dataset.lang));
  const offer = () => (reader.hidden = !voice());
  let waiting = [];
  const show = (state) => {
    button("play").hidden = state !== "silent";
    button("pause").hidden = state !== "reading";
    button("resume").hidden = state !== "paused";
    button("stop").hidden = state === "silent";
  };
  // Paragraph by paragraph: long utterances break off in some browsers. Self-checks are not read: who hears them cannot answer in time.
  const texts = () => {
    const parts = document.querySelectorAll("[data-lesson-text] .lesson-text > *");
    return [...parts].map((part) => part.innerText.trim()).filter(Boolean);
  };
  const next = () => {
    const text = waiting.shift();
    if (text === undefined) return show("silent");
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice();
    utterance.lang = utterance.voice.lang;
    utterance.onend = next;
    speech.speak(utterance);
  };
  const stop = () => {
    waiting = [];
    speech.cancel();
    show("silent");
  };
  button("play").addEventListener("click", () => {
    stop();
    waiting = texts();
    show("reading");
    next();
  });
  button("pause").addEventListener("click", () => {
    speech.pause();
    show("paused");
  });
  button("resume").addEventListener("click", () => {
    speech.resume();
    show("reading");
  });
  button("stop").addEventListener("click", stop);
  addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
