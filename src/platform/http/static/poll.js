// Asks an address again and again, not while nobody looks, and less often while it does not answer.

const LONGEST_MS = 60_000;

/**
 * @param {string} url
 * @param {number} everyMs about how often
 * @param {(body: object) => void} changed called with the JSON when it is new
 * @param {(lost: boolean) => void} connection called after every try
 */
export function poll(url, everyMs, changed, connection) {
  let tag = "";
  let failures = 0;
  let timer = 0;
  let running = false;

  async function ask() {
    clearTimeout(timer);
    if (running || document.visibilityState === "hidden") return;
    running = true;
    let wait = 0;
    try {
      const reply = await fetch(url, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      if (reply.ok) {
        changed(await reply.json());
        tag = reply.headers.get("ETag") ?? "";
      } else if (reply.status !== 304) {
        wait = Number(reply.headers.get("Retry-After")) * 1000 || 0;
        throw new Error(String(reply.status));
      }
      failures = 0;
    } catch {
      failures += 1;
    } finally {
      running = false;
    }
    connection(failures > 0);
    // By chance a fifth earlier or later, so that a thousand open boards do not ask in one beat.
    const usual = Math.min(LONGEST_MS, everyMs * 2 ** failures) * (0.8 + Math.random() * 0.4);
    timer = setTimeout(ask, Math.max(usual, wait));
  }

  document.addEventListener("visibilitychange", ask);
  addEventListener("online", ask);
  timer = setTimeout(ask, everyMs * (0.8 + Math.random() * 0.4));
}
