// The time that is left. The server says how much; this browser's wall clock is never believed.

const THRESHOLDS_MS = [600_000, 300_000, 60_000, 30_000];
const TICK_MS = 200;
const SLEEP_MS = 2_000;

export class Countdown {
  /** @param {object} hooks shown(remaining), threshold(ms), nearlyOver(), over(), slept() */
  constructor(hooks) {
    this.hooks = hooks;
    this.running = false;
  }

  /** The server said `remaining` at a request sent at `askedAt` (performance.now): never shows more than there is. */
  set(remaining, askedAt) {
    const before = this.end === undefined ? Infinity : this.remaining();
    this.end = askedAt + remaining;
    if (!this.running) {
      this.running = true;
      this.last = undefined;
      this.wall = Date.now() - performance.now();
      this.timer = setInterval(() => this.tick(), TICK_MS);
    }
    // Extra time was granted: what was said already may be said again.
    if (this.remaining() > before) this.last = this.remaining();
    this.tick();
  }

  remaining() {
    return Math.max(0, this.end - performance.now());
  }

  tick() {
    // In some browsers performance.now() stands still while the device sleeps; the wall clock shows that it slept.
    const wall = Date.now() - performance.now();
    if (Math.abs(wall - this.wall) > SLEEP_MS) this.hooks.slept();
    this.wall = wall;

    const left = this.remaining();
    const last = this.last ?? left;
    this.last = left;
    this.hooks.shown(left);
    const crossed = THRESHOLDS_MS.filter((ms) => last > ms && left <= ms).pop();
    if (crossed) this.hooks.threshold(crossed);
    if (last > 1_000 && left <= 1_000) this.hooks.nearlyOver();
    if (left === 0) {
      clearInterval(this.timer);
      this.running = false;
      this.hooks.over();
    }
  }
}

/** 372000 → "06:12", rounded up so that 00:00 means over. */
export function clockFace(ms) {
  const seconds = Math.ceil(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
