// Somebody without an account opens the link of a drop and hands in files; a closed link says so.
export default async function drop({ newPage, look, input }) {
  const page = await newPage({ locale: "en-US", viewport: { width: 360, height: 740 } });
  const answer = await page.goto(input.link);
  await page.getByRole("heading", { name: "Hand in bills" }).waitFor();
  const limits = await page.getByText("up to 50 MB").textContent();
  const files = [
    { name: input.fileName, mimeType: "application/pdf", buffer: Buffer.from(input.file, "base64") },
    { name: "empty.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) },
  ];
  await page.locator("input[type=file]").setInputFiles(files);
  await page.getByText("1 of 2 received").waitFor();
  const states = await page.getByRole("listitem").allInnerTexts();
  await look(page, "drop");
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

  const german = await newPage({ locale: "de-AT" });
  const closed = await german.goto(input.closed);
  const heading = await german.getByRole("heading", { level: 1 }).textContent();
  await look(german, "drop-closed", { picture: false });
  const text = await german.getByRole("paragraph").textContent();
  return { status: answer.status(), limits, states, isWide, closed: closed.status(), heading, text };
}
