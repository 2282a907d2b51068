// Puts each program's style sheet into one file: style/register.css and its like name, by @import,
// what the program loads in the order of the cascade. Trunk runs this in the midst of its build.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const SHEETS = ["register", "pay", "backoffice", "start"];
const IMPORT = /^@import "([^"]+)";$/gm;

async function inlined(file) {
  const text = await readFile(file, "utf8");
  const imported = [...text.matchAll(IMPORT)].map(([, name]) => inlined(join(dirname(file), name)));
  const sheets = await Promise.all(imported);
  return text.replace(IMPORT, () => sheets.shift());
}

// Comments and indentation do not travel.
function packed(sheet) {
  return sheet.replace(/\/\*[^]*?\*\//g, "").replace(/\s*\n\s*/g, "\n").trim() + "\n";
}

const { TRUNK_SOURCE_DIR, TRUNK_STAGING_DIR } = process.env;
await Promise.all(
  SHEETS.map(async (name) => {
    const sheet = await inlined(join(TRUNK_SOURCE_DIR, "style", `${name}.css`));
    await writeFile(join(TRUNK_STAGING_DIR, `${name}.css`), packed(sheet));
  }),
);
