// The sitting page: one question at a time, a clock, a map of the questions, and answers saved as they are given.
// Without this script the page is one form with all questions.

import { Countdown, clockFace } from "./countdown.js";
import { Outbox } from "./outbox.js";

const TYPING_PAUSE_MS = 700;
const SUBMIT_FLUSH_MS = 10_000;
/** How long words that are also shown stay on the screen. */
const SPOKEN_MS = 6_000;
/** While the server cannot be reached and nothing waits to be sent, how often it is asked. */
const LOST_RETRY_MS = 10_000;
const KEYS_KEY = "hocluat.keys";
const PAPERS = "hocluat-papers"; // as in sw.js

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("sitting").textContent);
const texts = Object.fromEntries(data.texts);
const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const form = $("paper");
const questions = [...form.querySelectorAll(".question")];
const numbers = questions.map((q) => Number(q.dataset.number));
const typing = new Map(); // number → timer of an answer being typed
let current = 0;
let leaving = false;
let zeroHandled = false;

const outbox = new Outbox(data, {
  changed: (number) => paint(number),
  newer(number, response) {
    const words = response === "" ? say("js-newer-elsewhere-blank", { number }) : say("js-newer-elsewhere", { number, response });
    note(words);
  },
  refused: (number) => paint(number),
  remaining: (ms, askedAt) => countdown.set(ms, askedAt),
  ended: () => toResult(),
  signedOut: () => note(say("js-signed-out")),
});

const countdown = new Countdown({
  shown(left) {
    const face = clockFace(left);
    if ($("clock").textContent !== face) $("clock").textContent = face;
    $("meter").style.transform = `scaleX(${Math.min(1, left / data.length_ms)})`;
    document.body.classList.toggle("ending", left <= 60_000);
  },
  threshold: (ms) => speak(ms >= 60_000 ? say("js-left-minutes", { n: ms / 60_000 }) : say("js-left-seconds", { n: ms / 1000 })),
  nearlyOver() {
    commitTyping();
    outbox.retryNow();
  },
  over: () => timeUp(),
  slept: () => resync(),
});

// ---- answers ----------------------------------------------------------------------------------------------------

const inputs = (number) => [...form.elements].filter((e) => e.name === `a${number}`);
const isText = (number) => inputs(number)[0].inputMode === "decimal";

function entered(number) {
  if (isText(number)) return inputs(number)[0].value.trim();
  return inputs(number).filter((i) => i.checked).map((i) => i.value).sort().join("");
}

/** Puts the known answer into the inputs: after a reload, from another tab, or from the server. */
function fill(number) {
  const response = outbox.response(number);
  if (isText(number)) {
    const [input] = inputs(number);
    if (!typing.has(number) && input.value.trim() !== response) input.value = response;
    return;
  }
  for (const input of inputs(number)) {
    const checked = response.includes(input.value);
    if (input.checked !== checked) input.checked = checked;
  }
}

form.addEventListener("change", (event) => {
  const number = Number(event.target.closest(".question")?.dataset.number);
  if (!number) return;
  if (isText(number)) commitTyping();
  else outbox.save(number, entered(number));
});

form.addEventListener("input", (event) => {
  const number = Number(event.target.closest(".question")?.dataset.number);
  if (!number || !isText(number)) return;
  clearTimeout(typing.get(number));
  typing.set(number, setTimeout(commitTyping, TYPING_PAUSE_MS));
});

/** Answers being typed become answers. */
function commitTyping() {
  for (const [number, timer] of [...typing]) {
    clearTimeout(timer);
    typing.delete(number);
    outbox.save(number, entered(number));
  }
}

// ---- what the person sees and hears -----------------------------------------------------------------------------

/** Said at once by a screen reader, and shown for a while. */
function speak(words) {
  $("spoken").textContent = words;
  clearTimeout(speak.timer);
  speak.timer = setTimeout(() => ($("spoken").textContent = ""), SPOKEN_MS);
}

function sayTime() {
  const seconds = Math.ceil(countdown.remaining() / 1000);
  speak(say("js-left-exact", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }));
}

const cells = new Map();

function buildMap() {
  for (const [index, number] of numbers.entries()) {
    const cell = document.createElement("button");
    cell.type = "button";
    cell.textContent = number;
    cell.addEventListener("click", () => show(index));
    cells.set(number, cell);
    $("map").append(cell);
  }
  $("map").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = [...cells.values()].indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    [...cells.values()][(at + step + cells.size) % cells.size].focus();
  });
}

function paint(number) {
  fill(number);
  const question = questions[numbers.indexOf(number)];
  if (!question) return;
  const answered = outbox.response(number) !== "";
  const pending = outbox.isPending(number);
  const refused = outbox.isRefused(number);
  const flagged = !!outbox.flags[number];
  const slow = pending && outbox.failures > 0;
  const state = slow || refused ? "waiting" : answered && !pending ? "saved" : answered ? "pending" : "empty";

  const saved = question.querySelector("[data-saved]");
  saved.className = `saved${slow ? " waiting" : state === "saved" ? " done" : ""}`;
  const at = outbox.times[number];
  const done = at ? say("js-saved-at", { at }) : say("js-saved");
  saved.textContent = slow ? say("js-not-saved-yet") : pending ? say("js-saving") : state === "saved" ? done : "";
  const error = question.querySelector("[data-error]");
  error.hidden = !refused;
  error.textContent = refused ? say("js-answer-not-possible") : "";
  question.querySelector(".flag").setAttribute("aria-pressed", String(flagged));

  const cell = cells.get(number);
  cell.className = `${state}${flagged ? " flagged" : ""}`;
  const words = { saved: "js-map-answered", pending: "js-saving", waiting: "js-map-waiting", empty: "js-map-empty" }[state];
  cell.setAttribute("aria-label", [say("js-map-label", { n: number }), say(words), ...(flagged ? [say("js-map-look-again")] : [])].join(", "));
  paintState();
}

let wasLost = false;

/** The tag in the head and, while the network is gone, a note with the number of unsent answers. */
function paintState() {
  const n = outbox.pending().length;
  const lost = !navigator.onLine || outbox.unreachable;
  const waiting = n > 0 && (lost || outbox.failures > 0);
  const tag = $("state");
  tag.hidden = false;
  tag.className = `tag ${waiting || lost ? "waiting" : "jade"}`;
  tag.textContent = waiting ? say("js-unsent", { n }) : n > 0 ? say("js-saving") : `✓ ${say("js-all-saved")}`;
  tag.dataset.unsent = n;
  paintProgress(lost);
  if (lost) {
    note(n > 0 ? say("js-offline", { n }) : say("js-offline-short"));
    wasLost = true;
    // With nothing to send, nothing would notice that the server is back.
    if (n === 0 && outbox.unreachable) askAgain.timer ??= setTimeout(askAgain, LOST_RETRY_MS);
  } else if (wasLost && n === 0) {
    wasLost = false;
    note(say("js-back-online"), true);
  }
}

function askAgain() {
  askAgain.timer = undefined;
  if (!zeroHandled && !leaving) resync();
}

/** How many are answered, and how the line is. */
function paintProgress(lost) {
  const n = numbers.filter((number) => outbox.response(number) !== "" && !outbox.isRefused(number)).length;
  const counts = { n, total: numbers.length };
  $("answered").textContent = say("js-answered-of", counts);
  $("open-map").title = say("js-answered-of-words", counts);
  const at = Object.values(outbox.times).sort().at(-1);
  $("link").textContent = lost ? say("js-link-lost") : at ? say("js-link-good", { at }) : say("js-link-ready");
  $("link").className = `small ${lost ? "saved waiting" : "soft"}`;
}

function note(words, good = false) {
  const notice = $("notice");
  if (notice.textContent !== words) notice.textContent = words;
  notice.className = `note ${good ? "good" : "warning"}`;
  notice.hidden = false;
  clearTimeout(note.timer);
  if (good) note.timer = setTimeout(() => (notice.hidden = true), 6_000);
}

// On a phone the map rises over the question; on a wide screen it always stands beside it.

function openMap() {
  $("map-box").classList.add("open");
  $("open-map").setAttribute("aria-expanded", "true");
  cells.get(numbers[current]).focus();
}

function closeMap() {
  $("map-box").classList.remove("open");
  $("open-map").setAttribute("aria-expanded", "false");
}

const mapIsOpen = () => $("map-box").classList.contains("open");

function show(index, focus = true) {
  closeMap();
  current = Math.max(0, Math.min(index, questions.length - 1));
  for (const [i, question] of questions.entries()) question.hidden = i !== current;
  for (const [number, cell] of cells) {
    if (number === numbers[current]) cell.setAttribute("aria-current", "true");
    else cell.removeAttribute("aria-current");
  }
  const last = current === questions.length - 1;
  $("where").textContent = say("js-question-of", { n: numbers[current], total: numbers.length });
  $("previous").disabled = current === 0;
  $("next").hidden = last;
  $("submit").hidden = !last;
  history.replaceState(null, "", `#cau-${numbers[current]}`);
  if (focus) {
    scrollTo(0, 0);
    questions[current].querySelector("legend").focus({ preventScroll: true });
  }
}

// ---- the server decides -----------------------------------------------------------------------------------------

/** Asks the server for the time left and the answers it holds. Resolves to whether the attempt still runs. */
async function askServer() {
  const askedAt = performance.now();
  const reply = await outbox.request("", "GET").catch((error) => {
    outbox.unreachable = true;
    throw error;
  });
  if (reply.status >= 500 || reply.status === 429) throw new Error("busy");
  outbox.unreachable = false;
  if (!reply.ok) return { open: false, known: false };
  const attempt = await reply.json();
  for (const { number, response, sequence } of attempt.answers ?? []) outbox.absorbServer(number, response, sequence);
  return { open: attempt.state === "open" && attempt.remaining_ms > 0, known: true, left: attempt.remaining_ms, askedAt };
}

let asking = null;

function resync() {
  asking ??= askServer()
    .then((answer) => {
      if (answer.open) {
        countdown.set(answer.left, answer.askedAt);
        outbox.retryNow();
      } else if (answer.known) {
        timeUp();
      }
    })
    .catch(() => {})
    .finally(() => {
      asking = null;
      paintState();
    });
  return asking;
}

/** This browser counts zero. Whether time is up is for the server to say: nothing ends here before it does. */
async function timeUp() {
  if (zeroHandled || leaving) return;
  zeroHandled = true;
  commitTyping();
  form.inert = true;
  note(say("js-time-up"));
  // Saves on their way arrived in time; asking the server closes the attempt, so they go first.
  await outbox.flush(1_500);
  if (leaving) return;
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await askServer();
      if (answer.open) {
        zeroHandled = false;
        form.inert = false;
        $("notice").hidden = true;
        countdown.set(answer.left, answer.askedAt);
        outbox.retryNow();
        return;
      }
      await outbox.request("/submission", "POST").catch(() => {});
      toResult();
      return;
    } catch {
      note(say("js-time-up-offline"));
      await new Promise((resolve) => setTimeout(resolve, Math.min(15_000, 1_000 * 2 ** tries) * (0.5 + Math.random() / 2)));
    }
  }
}

function toResult() {
  if (leaving) return;
  leaving = true;
  outbox.forget();
  location.replace(data.result);
}

function askToSubmit() {
  commitTyping();
  const open = numbers.filter((number) => outbox.response(number) === "" || outbox.isRefused(number));
  $("confirm-words").textContent = open.length > 0 ? say("js-some-unanswered", { n: open.length }) : say("js-all-answered", { total: numbers.length });
  $("confirm-list").replaceChildren(
    ...open.map((number) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = number;
      button.addEventListener("click", () => {
        $("confirm").close();
        show(numbers.indexOf(number));
      });
      return button;
    }),
  );
  // Older phones have no dialog: the browser's own question will do.
  if ($("confirm").showModal) $("confirm").showModal();
  else if (confirm($("confirm-words").textContent)) submit();
}

async function submit() {
  $("confirm").close?.();
  form.inert = true;
  note(say("js-submitting"));
  const saved = await outbox.flush(SUBMIT_FLUSH_MS);
  if (leaving) return;
  try {
    if (!saved) throw new Error("answers wait");
    const reply = await outbox.request("/submission", "POST");
    if (reply.ok || reply.status === 409) return toResult();
  } catch {
    // The words below say what to do.
  }
  if (zeroHandled) return;
  form.inert = false;
  note(say("js-submit-failed"));
}

// ---- the keyboard -----------------------------------------------------------------------------------------------

function useKeys() {
  try {
    return localStorage.getItem(KEYS_KEY) !== "off";
  } catch {
    return true;
  }
}

const SHORTCUTS = {
  n: () => show(current + 1),
  p: () => show(current - 1),
  f: () => toggleFlag(),
  m: () => (mapIsOpen() ? leaveMap() : openMap()),
  t: sayTime,
  "?": () => $("help").showModal?.(),
};

/** Single keys do something only while nothing is being typed, and not at all when the person switched them off. */
function onKey(event) {
  if (event.key === "Escape" && mapIsOpen()) return leaveMap();
  const typing = event.target.matches?.("input:not([type=radio], [type=checkbox]), textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || typing || form.inert || document.querySelector("dialog[open]")) return;
  if (!useKeys()) return;
  const option = Number(event.key) > 0 ? inputs(numbers[current])[Number(event.key) - 1] : undefined;
  if (option && option.type !== "text") {
    event.preventDefault();
    option.focus();
    option.click();
  } else if (Object.hasOwn(SHORTCUTS, event.key.toLowerCase())) {
    event.preventDefault();
    SHORTCUTS[event.key.toLowerCase()]();
  }
}

/** Enter in an answer goes on to the next question; only from the last one does it lead to submitting. */
function onEnter(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  commitTyping();
  if (current < questions.length - 1) show(current + 1);
  else askToSubmit();
}

function leaveMap() {
  closeMap();
  $("open-map").focus();
}

function toggleFlag() {
  const number = numbers[current];
  outbox.flag(number, !outbox.flags[number]);
}

// ---- start ------------------------------------------------------------------------------------------------------

/** Makes sure that a reload without network finds this page: the worker keeps what it sees, but it may not have seen this. */
async function keepPage() {
  if (!navigator.serviceWorker || !("caches" in window)) return;
  await navigator.serviceWorker.ready;
  const papers = await caches.open(PAPERS);
  if (leaving || (await papers.match(location.pathname))) return;
  const reply = await fetch(location.pathname);
  if (reply.ok && !reply.redirected) await papers.put(location.pathname, reply);
}

function start() {
  document.body.classList.add("paged");
  history.scrollRestoration = "manual";
  for (const element of document.querySelectorAll(".flag, #map-box, #tools, #previous, #open-map")) element.hidden = false;
  for (const element of document.querySelectorAll(".no-script")) element.hidden = true;
  buildMap();
  for (const { number, response, sequence } of data.answers) outbox.absorbServer(number, response, sequence);
  for (const number of numbers) paint(number);
  const wanted = numbers.indexOf(Number(location.hash.replace("#cau-", "")));
  show(wanted < 0 ? 0 : wanted, false);

  // The page was made just before its first byte came; counting from there never shows more than there is left. A page that
  // comes from this browser's own store is older: then this device's clock tells how much, until the server does.
  const [navigation] = performance.getEntriesByType("navigation");
  const arrived = Math.min(navigation?.responseStart || performance.now(), performance.now());
  const age = outbox.ageOf(data.made_at, performance.now() - arrived);
  countdown.set(Math.max(0, data.remaining_ms - age), age > 0 ? performance.now() : arrived);
  if (age > 0 || navigation?.type === "back_forward") resync();
  outbox.pump();
  keepPage().catch(() => {});
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  askToSubmit();
});
form.addEventListener("click", (event) => {
  if (event.target.closest(".flag")) toggleFlag();
});
form.addEventListener("keydown", onEnter);
document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  if (mapIsOpen() && !event.target.closest("#map-box, #open-map")) closeMap();
});
$("open-map").addEventListener("click", () => (mapIsOpen() ? closeMap() : openMap()));
$("say-time").addEventListener("click", sayTime);
$("ask-help").addEventListener("click", () => $("help").showModal?.());
$("use-keys").checked = useKeys();
$("use-keys").addEventListener("change", (event) => {
  try {
    localStorage.setItem(KEYS_KEY, event.target.checked ? "on" : "off");
  } catch {
    // Storage switched off: the keys stay on.
  }
});
$("previous").addEventListener("click", () => show(current - 1));
$("next").addEventListener("click", () => show(current + 1));
$("submit-early").addEventListener("click", askToSubmit);
$("confirm-no").addEventListener("click", () => $("confirm").close());
$("confirm-yes").addEventListener("click", submit);

addEventListener("storage", (event) => {
  if (event.key !== outbox.key) return;
  // Another tab forgets the attempt when it has ended.
  if (event.newValue === null) return resync();
  outbox.absorbStorage();
  for (const number of numbers) paint(number);
});
addEventListener("online", () => {
  outbox.retryNow();
  resync();
});
addEventListener("offline", paintState);
addEventListener("pageshow", (event) => {
  if (event.persisted) resync();
});
addEventListener("pagehide", () => {
  commitTyping();
  outbox.sendBeforeLeaving();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    commitTyping();
    outbox.sendBeforeLeaving();
  } else {
    resync();
  }
});

start();
