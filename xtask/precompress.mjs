// Writes a brotli and a gzip copy next to each file that compresses, so that the server never
// compresses at run time. The service worker has none: the server writes a build id into it.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".svg", ".wasm", ".webmanifest"]);
const WRITTEN_BY_SERVER = new Set(["sw.js"]);

async function precompress(file) {
  const content = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}

const entries = await readdir(process.argv[2], { recursive: true, withFileTypes: true });
const files = entries.filter(
  (entry) =>
    entry.isFile() && COMPRESSED.has(extname(entry.name)) && !WRITTEN_BY_SERVER.has(entry.name),
);
await Promise.all(files.map((entry) => precompress(join(entry.parentPath ?? entry.path, entry.name))));
