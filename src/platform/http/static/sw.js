// Keeps a sitting alive without network: the page of a running attempt, the files it needs, and one page that says what to
// do. Answers are not its business; they wait in the page's own outbox. Nothing else of anybody is kept: no answer of the
// API and no other page.
//
// The address carries the build's hash and the language, so another build or language is another worker.

const given = new URL(self.location.href).searchParams;
const BUILD = given.get("build") ?? "";
const LANG = given.get("lang") ?? "vi";

const FILES_OF = (build) => `hocluat-files-${build}`;
const PAPERS = "hocluat-papers";
const OFFLINE = "/ngoai-tuyen";
const NAMES = ["app.css", "app.js", "sitting.js", "outbox.js", "countdown.js", "icons.svg", "icon.svg", "guide-offline.svg"];

/** A paper that nobody came back to is put away after a day: an attempt is a matter of minutes or hours. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
/** Longest wait for the network when there is a copy of the page, ms. */
const PATIENCE_MS = 8_000;

self.addEventListener("install", (event) => {
  event.waitUntil(prepare().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST") {
    // Somebody leaves or comes: papers belong to whoever was here before.
    if (["/dang-xuat", "/dang-nhap", "/dang-ky"].includes(url.pathname)) event.waitUntil(caches.delete(PAPERS));
    const submitted = url.pathname.match(/^\/api\/v1\/attempts\/([^/]+)\/submission$/);
    if (submitted) event.respondWith(submit(request, submitted[1]));
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(request, url));
  } else if (request.mode === "navigate") {
    const paper = url.pathname.match(/^\/lam-bai\/([^/]+)$/);
    const seen = url.pathname.match(/^\/ket-qua\/([^/]+)$/);
    event.respondWith(paper ? sitting(request, paper[1]) : page(request, seen?.[1]));
    if (paper) event.waitUntil(tidy());
  }
});

// ---- keeping and forgetting -------------------------------------------------------------------------------------

async function prepare() {
  const files = await caches.open(FILES_OF(BUILD));
  // A file that does not come now is kept when a page first asks for it: a bad line must not undo the rest.
  await Promise.allSettled(NAMES.map((name) => files.add(`/static/${BUILD}/${name}`)));
  // Without cookies: the page that is kept greets nobody by name.
  const asked = new Request(OFFLINE, { credentials: "omit", headers: { "Accept-Language": LANG } });
  const reply = await fetch(asked).catch(() => null);
  if (reply?.ok) await files.put(OFFLINE, reply);
}

/** Puts away old papers, and the files of other builds except those a kept paper still needs. */
async function tidy() {
  const keep = new Set([FILES_OF(BUILD), PAPERS]);
  const papers = await caches.open(PAPERS);
  for (const request of await papers.keys()) {
    const paper = await papers.match(request);
    if (!paper) continue;
    if (Date.now() - Date.parse(paper.headers.get("date")) > FORGOTTEN_AFTER_MS) {
      await papers.delete(request);
      continue;
    }
    const build = (await paper.text()).match(/\/static\/(\w+)\//)?.[1];
    if (build) keep.add(FILES_OF(build));
  }
  for (const name of await caches.keys()) {
    if (name.startsWith("hocluat-") && !keep.has(name)) await caches.delete(name);
  }
}

const addressOf = (attempt) => `/lam-bai/${attempt}`;

async function forget(attempt) {
  await (await caches.open(PAPERS)).delete(addressOf(attempt));
}

// ---- answering --------------------------------------------------------------------------------------------------

/** A file of a build never changes, so a kept one is as good as a new one. */
async function file(request, url) {
  const kept = await caches.match(url.pathname);
  if (kept) return kept;
  const reply = await fetch(request);
  const build = url.pathname.split("/")[2];
  if (reply.ok && build === BUILD) {
    const copy = reply.clone();
    await (await caches.open(FILES_OF(build))).put(url.pathname, copy);
  }
  return reply;
}

/** The network first; the last good copy when there is none. Whatever else the server says ends the copy. */
async function sitting(request, attempt) {
  const papers = await caches.open(PAPERS);
  const kept = await papers.match(addressOf(attempt));
  try {
    const reply = await (kept ? within(PATIENCE_MS, fetch(request)) : fetch(request));
    if (reply.status >= 500) return kept ?? reply;
    // A redirect (to the result, to signing in) comes here unfollowed, as a reply that is not ok.
    if (reply.ok && !reply.redirected) await papers.put(addressOf(attempt), reply.clone());
    else await forget(attempt);
    return reply;
  } catch {
    return kept ?? offline();
  }
}

async function page(request, resultOf) {
  try {
    const reply = await fetch(request);
    if (resultOf && reply.ok) await forget(resultOf);
    return reply;
  } catch {
    return offline();
  }
}

async function submit(request, attempt) {
  const reply = await fetch(request);
  if (reply.ok) await forget(attempt);
  return reply;
}

async function offline() {
  return (await caches.match(OFFLINE)) ?? Response.error();
}

function within(ms, promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, ms, new Error("too slow")))]);
}
