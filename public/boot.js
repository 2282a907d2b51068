// Starts the app: the page may run no script of its own, so everything that must happen before
// the first screen happens here. Trunk names the two files that it built in this script's tag.

// The office has a program of its own, so that registers and phones do not load it.
const named = document.querySelector("script[data-js][data-wasm]").dataset;
const office = location.pathname.split("/").find(Boolean) === "backoffice";
const js = office ? "/backoffice.js" : named.js;
const wasm = office ? "/backoffice_bg.wasm" : named.wasm;

// Leptos sets its compiled templates as HTML. Of script addresses only the worker's may be used.
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (html) => html,
  createScriptURL(url) {
    if (url === "/sw.js") return url;
    throw new TypeError(`This page loads no script from ${url}`);
  },
});

// What is said before the app can speak. It keeps what was chosen, and what the store speaks.
const TEXTS = {
  en: {
    opening: "Opening the app",
    failed: "The app could not be started. What is saved on this device is safe. Check the connection, then try again.",
    old: "This browser cannot run the app. What is saved on this device is safe. Update the browser, then try again.",
    again: "Try again",
  },
  fr: {
    opening: "Ouverture de l’application",
    failed: "L’application n’a pas pu démarrer. Ce qui est enregistré sur cet appareil est en sécurité. Vérifiez la connexion, puis réessayez.",
    old: "Ce navigateur ne peut pas exécuter l’application. Ce qui est enregistré sur cet appareil est en sécurité. Mettez le navigateur à jour, puis réessayez.",
    again: "Réessayer",
  },
  es: {
    opening: "Abriendo la aplicación",
    failed: "No se pudo iniciar la aplicación. Lo guardado en este dispositivo está a salvo. Compruebe la conexión y reintente.",
    old: "Este navegador no puede ejecutar la aplicación. Lo guardado en este dispositivo está a salvo. Actualice el navegador y reintente.",
    again: "Reintentar",
  },
  ar: {
    opening: "جارٍ فتح التطبيق",
    failed: "تعذّر تشغيل التطبيق. ما حُفظ على هذا الجهاز في أمان. تحقق من الاتصال ثم أعد المحاولة.",
    old: "لا يستطيع هذا المتصفح تشغيل التطبيق. ما حُفظ على هذا الجهاز في أمان. حدّث المتصفح ثم أعد المحاولة.",
    again: "إعادة المحاولة",
  },
};

function language() {
  let wanted = [...navigator.languages];
  try {
    wanted = [localStorage.getItem("language"), localStorage.getItem("store-language"), ...wanted];
  } catch {
    // Without storage the browser's languages stand.
  }
  const codes = wanted.map((tag) => tag?.split("-")[0]);
  return codes.find((code) => code in TEXTS) ?? "en";
}

const lang = language();
const texts = TEXTS[lang];
Object.assign(document.documentElement, { lang, dir: lang === "ar" ? "rtl" : "ltr" });
document.getElementById("shell-progress")?.setAttribute("aria-label", texts.opening);

async function start() {
  const bytes = fetch(wasm);
  const glue = await import(js);
  await glue.default({ module_or_path: bytes });
  document.getElementById("shell")?.remove();
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function explain(error) {
  console.error(error);
  const trouble = document.getElementById("shell-trouble");
  if (!trouble) return;
  document.getElementById("shell-progress")?.remove();
  const again = element("button", "shell-again", texts.again);
  again.type = "button";
  again.addEventListener("click", () => {
    again.disabled = true;
    tryAgain();
  });
  trouble.replaceChildren(
    element(
      "p",
      "shell-text",
      typeof WebAssembly === "object" ? texts.failed : texts.old,
    ),
    again,
    element("p", "shell-detail", String(error)),
  );
}

// The build that fails may be a kept one, with a better one waiting behind it.
async function tryAgain() {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.update();
    const next = registration?.installing ?? registration?.waiting;
    if (next) {
      const taken = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
        setTimeout(resolve, 5000);
      });
      next.postMessage({ type: "activate" });
      await taken;
    }
  } catch (error) {
    console.warn(error);
  }
  location.reload();
}

function keepForOffline() {
  navigator.serviceWorker
    .register("/sw.js", { updateViaCache: "none" })
    .catch((error) => console.warn("The app will not open without a connection.", error));
}

// The worker keeps the languages that are fetched through it; the first came before it was there.
function keepLanguage() {
  const spoken = document.documentElement.lang;
  if (spoken in TEXTS && spoken !== "en") fetch(`/languages/${spoken}.json`).catch(() => {});
}

if (navigator.serviceWorker) {
  navigator.serviceWorker.addEventListener("controllerchange", keepLanguage, { once: true });
  if (document.readyState === "complete") keepForOffline();
  else addEventListener("load", keepForOffline, { once: true });
}

start().catch(explain);
