// The console's build: one folder of static files, with the parts of pdf.js that it loads while it runs.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

const PDF_FOLDERS = ["cmaps", "standard_fonts", "wasm", "iccs"];

function pdfFiles(): Plugin {
  const root = join(import.meta.dirname, "node_modules/pdfjs-dist");
  return {
    name: "pdf-files",
    generateBundle() {
      for (const folder of PDF_FOLDERS) {
        for (const name of readdirSync(join(root, folder))) {
          if (name.startsWith("LICENSE") || name.startsWith("quickjs")) continue;
          this.emitFile({
            type: "asset",
            fileName: `pdf/${folder}/${name}`,
            source: readFileSync(join(root, folder, name)),
          });
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), pdfFiles()],
  logLevel: "warn",
  build: { outDir: "../build/console", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
