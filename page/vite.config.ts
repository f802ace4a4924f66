import { defineConfig } from "vitest/config";
import { licenses } from "./licenses";

/** One script and one style sheet under fixed names: the build is committed, and so its differences can be read. */
export default defineConfig({
  base: "./",
  esbuild: { jsx: "automatic", legalComments: "none" },
  plugins: [licenses("LICENSES.txt")],
  build: {
    outDir: "../bot/playground/static",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      output: {
        inlineDynamicImports: true,
        entryFileNames: "assets/page.js",
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".css")) ? "assets/page.css" : "assets/[name][extname]"),
      },
    },
  },
  test: { environment: "jsdom", setupFiles: ["tests/setup.ts"], restoreMocks: true },
});
