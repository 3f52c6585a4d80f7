// What is really played of a recording: pieces of its time line, reported every fifteen seconds, when it pauses or ends and when the page goes
// away. Seeking makes no piece. What could not be sent is kept on this device and sent later.

const EVERY_MS = 15_000;
/** A step of the time line longer than this, seconds, is a jump and no playing: the event comes at least every 0.4 s, twice as fast at most. */
const STEP_S = 3;

for (const box of document.querySelectorAll("[data-media]")) watch(box);

function watch(box) {
  const player = box.querySelector("video, audio");
  const said = box.querySelector("[data-watched]");
  const bar = box.querySelector("[data-watched-bar]");
  const store = `hocluat.watched.${box.dataset.key}`;
  let pieces = read("pieces") ?? [];
  let last;
  let sending = false;

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(`${store}.${name}`));
    } catch {
      return null;
    }
  }
  function write(name, value) {
    try {
      localStorage.setItem(`${store}.${name}`, JSON.stringify(value));
    } catch {
      // Storage switched off: what was played lives as long as the page.
    }
  }

  // ---- what is played ------------------------------------------------------------------------------------------

  const ms = (seconds) => Math.round(seconds * 1000);

  function note() {
    const now = player.currentTime;
    if (last !== undefined && now > last && now - last < STEP_S) add(ms(last), ms(now));
    last = player.seeking ? undefined : now;
    write("at", now);
  }

  function add(from, to) {
    const end = pieces.at(-1);
    if (end && from >= end[0] && from <= end[1] + 50) end[1] = Math.max(end[1], to);
    else pieces.push([from, to]);
    write("pieces", pieces);
  }

  player.addEventListener("playing", () => (last = player.currentTime));
  player.addEventListener("timeupdate", () => !player.paused && note());
  player.addEventListener("seeking", () => (last = undefined));
  player.addEventListener("seeked", () => (last = player.paused ? undefined : player.currentTime));
  player.addEventListener("pause", () => {
    if (!player.seeking) note();
    last = undefined;
    report();
  });
  player.addEventListener("ended", () => {
    last = undefined;
    write("at", 0);
    report();
  });

  // ---- where one stopped ---------------------------------------------------------------------------------------

  player.addEventListener(
    "loadedmetadata",
    () => {
      const here = read("at");
      const from = here ?? Number(box.dataset.resume) / 1000;
      if (from > 1 && from < player.duration - 3 && player.currentTime < 1) player.currentTime = from;
    },
    { once: true },
  );

  // ---- telling the server --------------------------------------------------------------------------------------

  function show(percent) {
    bar.value = percent;
    box.dataset.percent = percent;
    const text = percent >= Number(box.dataset.needed) ? box.dataset.textEnough : box.dataset.textMore;
    said.textContent = text.replace("{percent}", percent);
    document.dispatchEvent(new Event("hocluat:watched"));
  }

  async function report() {
    if (sending || pieces.length === 0 || box.dataset.open !== "1") return;
    sending = true;
    const sent = pieces.slice(0, 100).map((piece) => [...piece]);
    const body = new URLSearchParams({ csrf: box.dataset.csrf, doan: sent.map(([from, to]) => `${from}-${to}`).join(",") });
    try {
      const reply = await fetch(box.dataset.report, { method: "POST", body, keepalive: true });
      if (reply.ok) {
        forget(sent);
        show((await reply.json()).percent);
      } else if (reply.status === 401 || reply.status === 403) {
        said.textContent = box.dataset.textSignedOut;
      } else if (reply.status < 500 && reply.status !== 429) {
        // It will never be taken: the lesson is closed or gone.
        forget(sent);
      } else {
        throw new Error(String(reply.status));
      }
    } catch {
      said.textContent = box.dataset.textWaiting;
    }
    sending = false;
  }

  /** Takes away what the server has; a piece that grew meanwhile keeps what is new of it. */
  function forget(sent) {
    const rest = ([from, to]) => [Math.max(from, ...sent.filter(([f, t]) => f <= from && t > from).map(([, t]) => t)), to];
    pieces = pieces.map(rest).filter(([from, to]) => to > from);
    write("pieces", pieces);
  }

  setInterval(report, EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    if (!player.paused) note();
    report();
  });
  addEventListener("online", report);
  report();
}
