// A link works once; a conflict is shown and what was typed stays; after signing out nothing is shown.
export default async function access({ newPage, look, input }) {
  const stranger = await newPage();
  await stranger.goto(new URL("/", input.link).href);
  await stranger.getByRole("heading", { name: "You are signed out" }).waitFor();
  await look(stranger, "signed-out", { picture: false });

  const page = await newPage();
  await page.goto(input.link);
  await page.getByRole("heading", { name: "Documents" }).waitFor();
  await stranger.goto(input.link);
  const second = await stranger.getByRole("heading", { level: 1 }).textContent();
  const cookies = await page.context().cookies();
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

  await page.goto(new URL(`/#/documents/${input.document}`, input.link).href);
  const other = await page.context().newPage();
  await other.goto(new URL(`/#/documents/${input.document}`, input.link).href);
  const correct = async (tab, value) => {
    await tab.locator("#field-accountNumber").focus();
    await tab.keyboard.press("Enter");
    await tab.getByRole("textbox", { name: /^Edit/ }).fill(value);
    await tab.keyboard.press("Enter");
  };
  await page.locator("#field-accountNumber").waitFor();
  await other.locator("#field-accountNumber").waitFor();
  await correct(other, input.first);
  await other.getByText(input.first).waitFor();
  await correct(page, input.second);
  await page.getByText(/^Somebody changed/).waitFor();
  const alert = await page.getByRole("alert").textContent();
  const typed = await page.getByRole("textbox", { name: /^Edit/ }).inputValue();

  await page.goto(new URL("/#/documents/01a00000-0000-7000-8000-000000000000", input.link).href);
  const foreign = await page.getByRole("alert").textContent();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "You are signed out" }).waitFor();
  const after = await page.evaluate(async () => (await fetch("/v2.2/company")).status);
  return { second, alert, typed, foreign, after, stored, httpOnly: cookies.map((cookie) => [cookie.httpOnly, cookie.sameSite]) };
}
