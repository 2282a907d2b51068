// Starts the program that an address needs: the page may run no script of its own, so everything
// that must happen before the first screen happens here.

import { keepForOffline, language, show } from "./keep.js";

const PROGRAMS = ["register", "pay", "backoffice"];
const program = PROGRAMS.find((name) => name === location.pathname.split("/").find(Boolean));

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

const lang = language();
const texts = TEXTS[lang];
show(lang);
document.getElementById("shell-progress")?.setAttribute("aria-label", texts.opening);

async function start() {
  const bytes = fetch(`/${program}_bg.wasm`);
  const [glue] = await Promise.all([import(`/${program}.js`), style(`/${program}.css`)]);
  await glue.default({ module_or_path: bytes });
  document.getElementById("shell")?.remove();
}

// Only what the program's own screens look like; the page has been painted without it.
function style(href) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(`${href} did not arrive`)));
    document.head.append(link);
  });
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

// A server that knows the first page sends it for such an address; `trunk serve` does not.
if (program) start().then(keepForOffline, explain);
else location.replace("/start.html");
