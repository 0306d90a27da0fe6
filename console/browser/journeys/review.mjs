// Sign in by link, find a bill, correct one value by keyboard only, confirm. `input`: link, company, document, value.
export default async function review({ newPage, look, input }) {
  const page = await newPage();
  await page.goto(input.link);
  await page.getByLabel("Company").selectOption(input.company);
  await page.getByRole("link", { name: input.issuer }).first().waitFor();
  const hostile = await page.getByText(input.hostileName).count();
  await look(page, "documents");

  await page.getByRole("searchbox").fill(input.issuer);
  await page.getByRole("link", { name: input.issuer }).first().focus();
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { level: 1, name: input.issuer });
  await heading.waitFor();
  await page.locator("canvas[width]").waitFor();
  const boxes = await page.locator(".box").count();
  await page.locator('.box[data-pointer="dueDate"]').click();
  const pressed = await page.locator("#field-dueDate").getAttribute("aria-pressed");
  await look(page, "review");

  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await look(page, "keys", { picture: false });
  await page.keyboard.press("Escape");

  const presses = [];
  const press = async (key) => {
    presses.push(key);
    await page.keyboard.press(key);
  };
  for (let guard = 0; guard < 60; guard++) {
    if ((await page.locator("#field-totalCharges").getAttribute("aria-pressed")) === "true") break;
    await press("j");
  }
  await press("Enter");
  await page.getByRole("textbox", { name: "Edit Total charges" }).waitFor();
  await page.keyboard.type(input.value);
  await press("Enter");
  await page.getByText(input.value, { exact: true }).first().waitFor();
  const failing = await page.getByText(/Does not hold/).first().textContent();
  await press("u");
  await page.getByText(/^Undone/).waitFor();
  await press("Enter");
  await page.keyboard.type(input.value);
  await press("Enter");
  await page.getByText(/^Saved|Nothing left/).waitFor();
  await press("c");
  await page.getByText("Confirmed.").waitFor();
  await look(page, "corrected", { picture: false });
  return { hostile, boxes, pressed, presses, failing, dialogs: await page.getByRole("dialog").count() };
}
