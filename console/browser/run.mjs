// `node run.mjs NAME`: a journey in a headless Chromium; its input is JSON on stdin, its result JSON on stdout.
//
// Chromium and its fonts come from the package @sparticuz/chromium and unfold below TMPDIR. Its fonts.conf names /tmp/fonts
// wherever they unfold, and Chromium without a font renders no text or ends: the file is written anew. Where the machine has
// no NSS and NSPR, those of the package's archive are used.
import sparticuz, { inflate, setupLambdaEnvironment } from "@sparticuz/chromium";
import axe from "axe-core";
import { fileURLToPath } from "node:url";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const PACKAGE = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..", "bin");
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"];
const VIEWPORT = { width: 1280, height: 800 };

async function launch() {
  const executablePath = await sparticuz.executablePath();
  const fonts = join(tmpdir(), "fonts");
  await writeFile(join(fonts, "fonts.conf"), `<fontconfig><dir>${fonts}</dir><cachedir>${fonts}-cache</cachedir></fontconfig>`);
  process.env.FONTCONFIG_PATH = fonts;
  try {
    return await chromium.launch({ executablePath, args: ARGUMENTS });
  } catch (error) {
    if (!String(error).includes("shared libraries")) throw error;
    await inflate(join(PACKAGE, "al2023.tar.br"));
    setupLambdaEnvironment(join(tmpdir(), "al2023", "lib"));
    return await chromium.launch({ executablePath, args: ARGUMENTS });
  }
}

/** Faults that axe finds on the page as it is, in light and in dark mode. */
async function accessibilityFaults(page, view) {
  const faults = [];
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    for (const fault of found.violations) {
      const places = fault.nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`);
      faults.push(`${view} (${colorScheme}): ${fault.id}: ${places.slice(0, 3).join("; ")}`);
    }
  }
  return faults;
}

async function main(name) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const input = JSON.parse(Buffer.concat(chunks).toString());
  const { default: journey } = await import(`./journeys/${name}.mjs`);
  const browser = await launch();
  const errors = [];
  const faults = [];
  const pages = [];
  try {
    const newPage = async (options = {}) => {
      // axe is evaluated by the debugging protocol, which no policy of the page stops.
      const context = await browser.newContext({ viewport: VIEWPORT, locale: "en-US", timezoneId: "UTC", ...options });
      const page = await context.newPage();
      pages.push(page);
      page.setDefaultTimeout(20_000);
      page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
      page.on("console", (line) => line.type() === "error" && errors.push(`console: ${line.text()}`));
      page.on("request", (request) => {
        const { protocol, host } = new URL(request.url());
        if (protocol.startsWith("http") && host !== new URL(input.link).host) errors.push(`third party: ${host}`);
      });
      return page;
    };
    const look = async (page, view, { picture = true } = {}) => {
      faults.push(...(await accessibilityFaults(page, view)));
      if (input.pictures && picture) await page.screenshot({ path: join(input.pictures, `console-${view}.png`) });
    };
    const result = await journey({ newPage, look, input });
    process.stdout.write(JSON.stringify({ ...result, errors, faults }));
  } catch (error) {
    for (const [at, page] of pages.entries()) await page.screenshot({ path: join(tmpdir(), `failed-${at}.png`) });
    throw new Error(`${error.message}\n${errors.join("\n")}\nPictures: ${tmpdir()}/failed-*.png`, { cause: error });
  } finally {
    await browser.close();
  }
}

await main(process.argv[2]);
