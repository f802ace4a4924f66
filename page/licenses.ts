import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NOTICES = join(import.meta.dirname, "notices");

/** Writes the licences of every package that is in the bundle into one file, by name. */
export function licenses(fileName: string): Plugin {
  return {
    name: "licenses",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === "chunk" ? Object.keys(part.modules) : []));
      const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== null));
      const texts = [...folders].map(notice).concat(handwritten());
      this.emitFile({ type: "asset", fileName, source: `${texts.sort().join(`\n${"-".repeat(78)}\n\n`)}` });
    },
  };
}

/** The folder of the package that a module belongs to; null for the page's own. */
function packageFolder(module: string): string | null {
  const path = module.replace(/^\0/, "").replace(/\?.*$/, "");
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match?.[1] ?? null;
}

function notice(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? "The package carries no licence text of its own." : readFileSync(join(folder, file), "utf-8").trim();
  return `${about.name} ${about.version} (${about.license ?? "see below"})\n\n${text}\n`;
}

/** Of what a package has compiled into itself, where no module's name tells of it. */
function handwritten(): string[] {
  if (!existsSync(NOTICES)) return [];
  return readdirSync(NOTICES).map((name) => readFileSync(join(NOTICES, name), "utf-8"));
}

