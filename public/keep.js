// What every page needs of the browser: its trust in the few things that our scripts make of text,
// and a service worker that keeps the app on this device.

// Leptos sets its compiled templates as HTML. Of script addresses only the worker's may be used.
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (html) => html,
  createScriptURL(url) {
    if (url === "/sw.js") return url;
    throw new TypeError(`This page loads no script from ${url}`);
  },
});

// For when the page has what it needs itself: on a slow line the two would wait for each other.
export function keepForOffline() {
  navigator.serviceWorker
    ?.register("/sw.js", { updateViaCache: "none" })
    .catch((error) => console.warn("The app will not open without a connection.", error));
}
