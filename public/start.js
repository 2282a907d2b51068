// What the pages without a program do: show the theme that was chosen on this device, before they
// are painted, let somebody choose another, and see to it that they open without a connection.

const THEME = "theme";

function chosen() {
  try {
    return localStorage.getItem(THEME) ?? "";
  } catch {
    return "";
  }
}

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function choose(theme) {
  show(theme);
  try {
    if (theme) localStorage.setItem(THEME, theme);
    else localStorage.removeItem(THEME);
  } catch (error) {
    console.warn("The theme is for this page only.", error);
  }
}

show(chosen());

addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("theme");
  if (!list) return;
  list.value = chosen();
  list.addEventListener("change", () => choose(list.value));
});

addEventListener("load", async () => {
  const { keepForOffline } = await import("/keep.js");
  keepForOffline();
});
