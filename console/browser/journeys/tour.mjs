// Hand in a file by the chooser, see it read; a site's months; the log of deliveries and sending one again.
export default async function tour({ newPage, look, input }) {
  const page = await newPage();
  await page.goto(input.link);
  await page.getByLabel("Company").selectOption(input.company);
  await page.getByRole("link", { name: "Hand in", exact: true }).click();
  await page.getByLabel("Site").selectOption(input.site);
  await page.locator("input[type=file]").setInputFiles({ name: input.fileName, mimeType: "application/pdf", buffer: Buffer.from(input.file, "base64") });
  await page.getByText("1 of 1 done").waitFor({ timeout: 60_000 });
  const result = await page.getByRole("row", { name: input.fileName }).textContent();
  await page.reload();
  await page.getByText("1 of 1 done").waitFor();
  await look(page, "hand-in");

  await page.getByRole("link", { name: "Sites" }).click();
  await page.getByText("The figures as a table").first().click();
  await page.getByRole("row", { name: /^Sep 2025/ }).waitFor();
  const months = await page.locator("tbody tr").allInnerTexts();
  await look(page, "sites");

  await page.getByRole("link", { name: "Deliveries" }).click();
  await page.getByRole("button", { name: "Send again" }).first().waitFor();
  await page.getByRole("button", { name: "Log" }).first().click();
  await page.getByRole("heading", { name: /^Attempts of/ }).waitFor();
  await look(page, "deliveries");
  await page.getByRole("button", { name: "Send again" }).first().click();
  await page.getByText("It is on its way again.").waitFor();

  await page.getByLabel("Language").selectOption("de");
  await page.getByRole("heading", { level: 1, name: "Zustellungen" }).waitFor();
  await look(page, "german", { picture: false });
  const language = await page.evaluate(() => document.documentElement.lang);

  const phone = await page.context().browser().newContext({ viewport: { width: 360, height: 740 }, storageState: await page.context().storageState() });
  const small = await phone.newPage();
  const wide = [];
  for (const view of ["documents", "handin", "sites", "deliveries"]) {
    await small.goto(new URL(`/#/${view}`, input.link).href);
    await small.getByRole("heading", { level: 1 }).waitFor();
    if (await small.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(view);
  }
  return { result, months, wide, language };
}
