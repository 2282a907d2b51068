// What the pages without a program do: show the theme that was chosen on this device, before they
// are painted, let somebody choose another and the language, and see to it that they open without a
// connection.

const THEME = "theme";
const LANGUAGE = "language";

function chosen(what) {
  try {
    return localStorage.getItem(what) ?? "";
  } catch {
    return "";
  }
}

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function choose(what, value, follow) {
  try {
    if (value) localStorage.setItem(what, value);
    else localStorage.removeItem(what);
  } catch (error) {
    console.warn("The choice is for this page only.", error);
  }
  follow(value);
}

show(chosen(THEME));

// What the texts say in a language; the page itself is in English.
async function speak(lang, show) {
  if (lang !== document.documentElement.lang) {
    const answer = await fetch(`/languages/${lang}.json`);
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const { common } = await answer.json();
    for (const element of document.querySelectorAll("[data-i18n]")) {
      element.textContent = common[element.dataset.i18n];
    }
  }
  show(lang);
}

addEventListener("DOMContentLoaded", async () => {
  const themes = document.getElementById("theme");
  if (themes) {
    themes.value = chosen(THEME);
    themes.addEventListener("change", () => choose(THEME, themes.value, show));
  }
  const page = await import("/keep.js");
  const languages = document.getElementById("language");
  const follow = () =>
    speak(page.language(), page.show).catch((error) => {
      console.warn("The page goes on in the language that it has.", error);
    });
  if (languages) {
    languages.value = chosen(LANGUAGE);
    languages.addEventListener("change", () => choose(LANGUAGE, languages.value, follow));
  }
  await follow();
});

addEventListener("load", async () => {
  const { keepForOffline } = await import("/keep.js");
  keepForOffline();
});
