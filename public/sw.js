// Keeps one whole build of the app on the device, so that it opens at once and without a
// connection. It never touches /api: what people work on is kept by the app itself.
//
// The server writes the build's id into this file and lists the build's files in
// /precache.json. A new build is fetched beside the old one and waits until the app says, by
// { type: "activate" }, that nobody is in the middle of a sale.

const BUILD = "__BUILD__";
const PREFIX = "saved-sales-";
const CACHE = PREFIX + BUILD;
const LANGUAGES = "/languages/";

async function keep() {
  const answer = await fetch("/precache.json", { cache: "no-store" });
  if (!answer.ok) throw new Error(`/precache.json: ${answer.status}`);
  const { build, files } = await answer.json();
  // The server has moved on since this file was fetched; the next look brings the newer one.
  if (build !== BUILD) throw new Error(`The server has build ${build}, this is ${BUILD}`);
  // There already when a server goes back to the build that this device runs.
  const had = await caches.has(CACHE);
  const cache = await caches.open(CACHE);
  try {
    const wanted = await Promise.all(files.map(isWanted));
    await Promise.all(files.filter((_, at) => wanted[at]).map((file) => keepFile(cache, file)));
  } catch (error) {
    if (!had) await caches.delete(CACHE);
    throw error;
  }
}

// Of the languages those alone that this device has used.
async function isWanted({ path }) {
  return !path.startsWith(LANGUAGES) || Boolean(await caches.match(path));
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

async function answer(request, path) {
  const had = await kept(path);
  if (had) return had;
  const came = await fetch(request);
  // A language that is used once is there without a connection from then on.
  if (path.startsWith(LANGUAGES) && came.ok) {
    const copy = came.clone();
    await caches.open(CACHE).then((cache) => cache.put(path, copy)).catch(() => {});
  }
  return came;
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
  if (pathname === "/api" || pathname.startsWith("/api/")) return;
  // Every screen is the same page; the app reads the address.
  event.respondWith(answer(request, request.mode === "navigate" ? "/index.html" : pathname));
});
