// What every page needs of the browser: its trust in the few things that our scripts make of text,
// the language that it speaks, and a service worker that keeps the app on this device.

// Leptos sets its compiled templates as HTML. Of script addresses only the worker's may be used.
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (html) => html,
  createScriptURL(url) {
    if (url === "/sw.js") return url;
    throw new TypeError(`This page loads no script from ${url}`);
  },
});

const LANGUAGES = ["en", "fr", "es", "ar"];

// What was chosen on this device, else what the store speaks, else what the browser does.
export function language() {
  let wanted = [...navigator.languages];
  try {
    wanted = [localStorage.getItem("language"), localStorage.getItem("store-language"), ...wanted];
  } catch {
    // Without storage the browser's languages stand.
  }
  const codes = wanted.map((tag) => tag?.split("-")[0]);
  return codes.find((code) => LANGUAGES.includes(code)) ?? "en";
}

export function show(lang) {
  Object.assign(document.documentElement, { lang, dir: lang === "ar" ? "rtl" : "ltr" });
}

// The worker keeps the languages that are fetched through it; the first came before it was there.
function keepLanguage() {
  const spoken = document.documentElement.lang;
  if (spoken !== "en") fetch(`/languages/${spoken}.json`).catch(() => {});
}

navigator.serviceWorker?.addEventListener("controllerchange", keepLanguage, { once: true });

// For when the page has what it needs itself: on a slow line the two would wait for each other.
export function keepForOffline() {
  navigator.serviceWorker
    ?.register("/sw.js", { updateViaCache: "none" })
    .catch((error) => console.warn("The app will not open without a connection.", error));
}
