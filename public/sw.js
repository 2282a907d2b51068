// Keeps one build of the app on the device, so that it opens at once and without a connection: the
// pages, and of the programs those that this device has opened. Of /api it keeps the pictures of
// goods alone: what people work on is kept by the app itself.
//
// The server writes the build's id into this file and lists the build's files in
// /precache.json. A new build is fetched beside the old one and waits until the app says, by
// { type: "activate" }, that nobody is in the middle of a sale.

const BUILD = "__BUILD__";
const PREFIX = "saved-sales-";
const CACHE = PREFIX + BUILD;
const LIST = "/precache.json";
const LANGUAGES = "/languages/";
// Not one of a build.
const PICTURES = "pictures";
const PICTURE = /^\/api\/[a-z]+\/pictures\/[0-9a-f]{64}$/;
const PROGRAMS = ["register", "pay", "backoffice"];

// The program that alone loads a file, such as /pay.js, /pay_bg.wasm and /pay.css; none of a page's.
function programOf(path) {
  return PROGRAMS.find((name) => path.startsWith(`/${name}.`) || path === `/${name}_bg.wasm`);
}

// The program whose screens an address leads to; none of the first page's and of nowhere.
function programAt(path) {
  return PROGRAMS.find((name) => name === path.split("/").find(Boolean));
}

async function keep() {
  const answer = await fetch(LIST, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${LIST}: ${answer.status}`);
  const { build, files } = await answer.clone().json();
  // The server has moved on since this file was fetched; the next look brings the newer one.
  if (build !== BUILD) throw new Error(`The server has build ${build}, this is ${BUILD}`);
  // There already when a server goes back to the build that this device runs.
  const had = await caches.has(CACHE);
  const used = await programsInUse();
  const cache = await caches.open(CACHE);
  try {
    await cache.put(LIST, answer);
    const wanted = await Promise.all(files.map(({ path }) => isWanted(path, used)));
    await Promise.all(files.filter((_, at) => wanted[at]).map((file) => keepFile(cache, file)));
  } catch (error) {
    if (!had) await caches.delete(CACHE);
    throw error;
  }
}

// Of the programs and the languages those alone that this device uses.
async function isWanted(path, used) {
  if (path.startsWith(LANGUAGES)) return Boolean(await caches.match(path));
  return !programOf(path) || used.has(programOf(path));
}

// The programs of the windows that are open, and those that the build before this one keeps.
async function programsInUse() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const used = new Set(windows.map(({ url }) => programAt(new URL(url).pathname)));
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const held = await (await caches.open(name)).keys();
    for (const { url } of held) used.add(programOf(new URL(url).pathname));
  }
  return used;
}

// A program that is opened here for the first time is there from then on.
async function keepProgram(program) {
  const list = await kept(LIST);
  if (!list) return;
  const { files } = await list.json();
  const cache = await caches.open(CACHE);
  const own = files.filter(({ path }) => programOf(path) === program);
  await Promise.all(own.map((file) => keepFile(cache, file)));
}

async function keepFile(cache, { path, sha256 }) {
  const answer = await fetch(path, {
    cache: "no-cache",
    integrity: `sha256-${sha256}`,
    redirect: "error",
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(path, answer);
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// Browsers may refuse the cache or empty it at any time; the network then serves as if there
// were no worker.
async function kept(path) {
  try {
    const cache = await caches.open(CACHE);
    return await cache.match(path);
  } catch {
    return undefined;
  }
}

async function answer(event, path) {
  const known = await kept(path);
  if (known) return known;
  const program = programOf(path);
  if (program && path.endsWith(".wasm")) event.waitUntil(keepProgram(program));
  const came = await fetch(event.request);
  // A language that is used once is there without a connection from then on.
  if (path.startsWith(LANGUAGES) && came.ok) {
    const copy = came.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)).catch(() => {}));
  }
  return came;
}

// A picture's address says what is in it: it is fetched once, and kept over new builds.
async function answerPicture(event, path) {
  const cache = await caches.open(PICTURES).catch(() => undefined);
  const known = await cache?.match(path).catch(() => undefined);
  if (known) return known;
  const came = await fetch(event.request);
  if (came.ok && cache) event.waitUntil(cache.put(path, came.clone()).catch(() => {}));
  return came;
}

async function answerPage(event, path) {
  if (programAt(path)) return answer(event, "/index.html");
  if (path === "/") return answer(event, "/start.html");
  // The server may know what this build does not.
  return fetch(event.request).catch(() => answer(event, "/nowhere.html"));
}

self.addEventListener("install", (event) => event.waitUntil(keep()));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  if (event.data?.type === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (PICTURE.test(pathname)) return event.respondWith(answerPicture(event, pathname));
  if (pathname === "/api" || pathname.startsWith("/api/")) return;
  if (pathname === LIST) return;
  const answered = request.mode === "navigate" ? answerPage : answer;
  event.respondWith(answered(event, pathname));
});
