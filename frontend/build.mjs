// Bundles src/*.ts (one island each) and css/style.css into the package. `node build.mjs [FOLDER]` writes elsewhere.
// bundle.json lists the SHA-256 of every source and of what was made of it, so that a test without Node can tell whether
// they are in step.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../src/selon/web/static");
const sum = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const all = (folder) =>
  readdirSync(join(here, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const islands = readdirSync(join(here, "src")).filter((name) => name.endsWith(".ts"));
const options = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "eof",
  outdir: out,
  absWorkingDir: here,
};
await build({ ...options, entryPoints: islands.map((name) => `src/${name}`) });
await build({ ...options, entryPoints: ["css/style.css"] });

const sources = [...all("src"), ...all("css"), join(here, "package-lock.json"), join(here, "build.mjs")];
const made = [...islands.map((name) => name.replace(/\.ts$/, ".js")), "style.css"].map((name) => join(out, name));
const sums = (paths, base) => Object.fromEntries(paths.map((path) => [relative(base, path), sum(path)]).sort());
writeFileSync(join(out, "bundle.json"), JSON.stringify({ sources: sums(sources, here), made: sums(made, out) }, null, 1) + "\n");
