// Answers on their way to the server.
//
// Every answer carries a sequence number, larger than any this browser has seen (a Lamport clock), and of two answers to
// one question the larger number wins: here, on the server and between tabs alike. So merging is one rule, sending twice
// does no harm, and a stale tab can destroy nothing. What is not yet acknowledged is kept in local storage and sent
// again after a lost connection or a reload. The store holds answers and nothing else.

const FIRST_RETRY_MS = 800;
const LONGEST_RETRY_MS = 20_000;
const REQUEST_TIMEOUT_MS = 12_000;
const MOST_AT_ONCE = 3;

export class Outbox {
  /**
   * @param {{id: string, api: string, token: string}} attempt
   * @param {object} hooks changed(number), newer(number, response), refused(number), remaining(ms, askedAt), ended(),
   *   signedOut(): what the page does when something happens.
   */
  constructor(attempt, hooks) {
    this.api = attempt.api;
    this.token = attempt.token;
    this.key = `hocluat.attempt.${attempt.id}`;
    this.hooks = hooks;
    this.answers = {}; // number → {r: response, s: sequence}
    this.acked = {}; // number → largest sequence the server is known to hold
    this.refused = {}; // number → sequence the server will not take
    this.flags = {}; // number → true
    this.times = {}; // number → time of day in Viet Nam at which the server saved it, as it said
    this.highest = 0;
    this.inFlight = new Set();
    this.failures = 0;
    this.notBefore = 0;
    this.stopped = false;
    this.unreachable = false;
    this.absorbStorage();
  }

  /** The answer as this browser knows it. */
  response(number) {
    return this.answers[number]?.r ?? "";
  }

  /** Whether the answer has not been acknowledged yet. */
  isPending(number) {
    const answer = this.answers[number];
    return !!answer && answer.s > (this.acked[number] ?? 0) && this.refused[number] !== answer.s;
  }

  isRefused(number) {
    const answer = this.answers[number];
    return !!answer && this.refused[number] === answer.s;
  }

  pending() {
    return Object.keys(this.answers).filter((number) => this.isPending(number)).map(Number);
  }

  /** The person answered: keep it, then send it. */
  save(number, response) {
    if (this.response(number) === response) return;
    this.absorbStorage();
    this.highest += 1;
    this.answers[number] = { r: response, s: this.highest };
    this.store();
    this.hooks.changed(number);
    this.pump();
  }

  flag(number, on) {
    if (on) this.flags[number] = true;
    else delete this.flags[number];
    this.store();
    this.hooks.changed(number);
  }

  /** Takes in what the server holds. Returns true when it replaced a different answer of this browser. */
  absorbServer(number, response, sequence) {
    this.highest = Math.max(this.highest, sequence);
    this.acked[number] = Math.max(this.acked[number] ?? 0, sequence);
    const mine = this.answers[number];
    if (mine && mine.s > sequence) return false;
    const replaced = !!mine && mine.r !== response;
    this.answers[number] = { r: response, s: sequence };
    this.store();
    this.hooks.changed(number);
    return replaced;
  }

  /** Takes in what another tab of this browser stored. */
  absorbStorage() {
    const stored = this.read();
    if (!stored) return;
    this.highest = Math.max(this.highest, stored.highest ?? 0);
    for (const [number, sequence] of Object.entries(stored.acked ?? {})) {
      this.acked[number] = Math.max(this.acked[number] ?? 0, sequence);
    }
    for (const [number, answer] of Object.entries(stored.answers ?? {})) {
      this.highest = Math.max(this.highest, answer.s);
      if (answer.s > (this.answers[number]?.s ?? 0)) this.answers[number] = answer;
    }
    this.flags = stored.flags ?? this.flags;
    this.times = { ...this.times, ...stored.times };
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null; // storage switched off or unreadable: the page works from memory
    }
  }

  store() {
    const { highest, answers, acked, flags, times } = this;
    try {
      localStorage.setItem(this.key, JSON.stringify({ highest, answers, acked, flags, times }));
    } catch {
      // Full or switched off: answers are still sent, they only do not outlive the page.
    }
  }

  /** Forgets this attempt on this device, once it has ended. */
  forget() {
    try {
      localStorage.removeItem(this.key);
      localStorage.removeItem(`${this.key}.page`);
    } catch {
      // Nothing was kept.
    }
  }

  /**
   * How old a page is, ms, by this device's clock: 0 for one that came from the server just now.
   * @param {number} madeAt the server's moment on the page; the same one again means the same page from the browser's store
   * @param {number} sinceArrival ms since its first byte came
   */
  ageOf(madeAt, sinceArrival) {
    const key = `${this.key}.page`;
    try {
      const seen = JSON.parse(localStorage.getItem(key));
      if (seen?.made === madeAt) return Math.max(1, Date.now() - seen.at);
      localStorage.setItem(key, JSON.stringify({ made: madeAt, at: Date.now() - sinceArrival }));
    } catch {
      // Without storage no page outlives a reload either.
    }
    return 0;
  }

  /** Sends what waits, as far as limits and back-off allow. */
  pump() {
    if (this.stopped) return;
    const wait = this.notBefore - performance.now();
    if (wait > 0) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.pump(), wait);
      return;
    }
    for (const number of this.pending()) {
      // After a failure one request feels the way; the others follow when it has come through.
      if (this.inFlight.size >= (this.failures > 0 ? 1 : MOST_AT_ONCE)) return;
      if (!this.inFlight.has(number)) this.send(number);
    }
  }

  /** Tries at once, whatever the back-off says: the network is back, or the person asked. */
  retryNow() {
    this.notBefore = 0;
    this.pump();
  }

  async send(number) {
    const { r: response, s: sequence } = this.answers[number];
    this.inFlight.add(number);
    try {
      const askedAt = performance.now();
      const reply = await this.request(`/answers/${number}`, "PUT", { response, sequence });
      await this.settle(reply, number, sequence, askedAt);
    } catch {
      this.unreachable = true;
      this.backOff();
    } finally {
      this.inFlight.delete(number);
      this.store();
      this.hooks.changed(number);
      this.pump();
    }
  }

  async settle(reply, number, sequence, askedAt) {
    this.unreachable = false;
    if (reply.ok) {
      this.failures = 0;
      this.acked[number] = Math.max(this.acked[number] ?? 0, sequence);
      const body = await reply.json().catch(() => ({}));
      // The API writes Vietnamese time, so its text is what a clock in Viet Nam shows.
      if (body.saved_at) this.times[number] = body.saved_at.slice(11, 19);
      if (Number.isFinite(body.remaining_ms)) this.hooks.remaining(body.remaining_ms, askedAt);
      return;
    }
    if (reply.status === 429 || reply.status >= 500 || reply.status === 408) {
      this.backOff(Number(reply.headers.get("Retry-After")) * 1000);
      return;
    }
    const problem = await reply.json().catch(() => ({}));
    this.failures = 0;
    if (problem.code === "answer-outdated") {
      const response = problem.current_response ?? "";
      if (this.absorbServer(number, response, Number(problem.current_sequence))) this.hooks.newer(number, response);
    } else if (problem.code === "attempt-ended" || problem.code === "time-is-up") {
      this.stopped = true;
      this.hooks.ended();
    } else if (reply.status === 401 || reply.status === 403) {
      this.stopped = true;
      this.hooks.signedOut();
    } else {
      this.refused[number] = sequence;
      this.hooks.refused(number);
    }
  }

  backOff(askedMs) {
    this.failures += 1;
    const grown = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.failures - 1));
    // Half fixed, half by chance, so that a hall full of phones does not come back in one wave.
    const wait = Math.max(grown * (0.5 + Math.random() / 2), askedMs > 0 ? askedMs * (1 + Math.random() / 4) : 0);
    this.notBefore = performance.now() + wait;
  }

  /** Waits until everything is acknowledged, at most `ms`. Resolves to whether it is. */
  async flush(ms) {
    const end = performance.now() + ms;
    this.retryNow();
    while (this.pending().length > 0 && !this.stopped && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return this.pending().length === 0;
  }

  /** The page is going away: hand everything that waits to the browser. Sending twice does no harm. */
  sendBeforeLeaving() {
    if (this.stopped) return;
    for (const number of this.pending()) {
      const { r: response, s: sequence } = this.answers[number];
      this.request(`/answers/${number}`, "PUT", { response, sequence }, true).catch(() => {});
    }
  }

  /** One request to the attempt's API. Rejects when the server cannot be reached in time. */
  async request(path, method, body, keepalive = false) {
    const abort = new AbortController();
    const timer = keepalive ? 0 : setTimeout(() => abort.abort(), REQUEST_TIMEOUT_MS);
    try {
      return await fetch(this.api + path, {
        method,
        keepalive,
        cache: "no-store",
        signal: abort.signal,
        headers: { Authorization: `Bearer ${this.token}`, ...(body && { "Content-Type": "application/json" }) },
        body: body && JSON.stringify(body),
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
