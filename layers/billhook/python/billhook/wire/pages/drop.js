// Sends files through signed forms: a POST to this page's own path gives the form of one file.
"use strict";
const texts = JSON.parse(document.getElementById("texts").textContent);
const place = document.getElementById("place");
const chooser = document.getElementById("files");
const rows = document.getElementById("sent");
const MOST_AT_ONCE = 3;
const waiting = [];
let active = 0;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function add(file) {
  const row = document.createElement("li");
  const state = element("span", "state", texts.waiting);
  row.append(element("span", "name", file.name), state);
  rows.append(row);
  const show = (className, text) => { row.className = className; state.textContent = text; summarize(); };
  if (file.size > texts.maxBytes) return show("failed", texts.tooLarge);
  if (!file.size) return show("failed", texts.empty);
  waiting.push(() => send(file, row, show));
  next();
}

function summarize() {
  const done = rows.querySelectorAll(".done").length;
  document.getElementById("summary").textContent = texts.summary.replace("{done}", done).replace("{count}", rows.children.length);
}

function next() {
  while (active < MOST_AT_ONCE && waiting.length) {
    active += 1;
    waiting.shift()().finally(() => { active -= 1; next(); });
  }
}

async function send(file, row, show) {
  try {
    const form = await formOf(file);
    await post(file, form, row);
    show("done", texts.received);
  } catch (error) {
    show("failed", texts[error.message] || texts.failed);
    const again = element("button", "", texts.again);
    again.addEventListener("click", () => { row.remove(); add(file); });
    row.append(again);
  }
}

async function formOf(file) {
  const body = JSON.stringify({ fileName: file.name, contentType: file.type || "application/octet-stream" });
  const answer = await fetch(location.pathname, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (answer.status === 410 || answer.status === 404) throw new Error("closed");
  if (answer.status === 429) throw new Error("later");
  if (!answer.ok) throw new Error("failed");
  return answer.json();
}

function post(file, form, row) {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  const progress = document.createElement("progress");
  progress.setAttribute("aria-label", `${texts.sending} ${file.name}`);
  row.append(progress);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.url);
    request.upload.onprogress = (event) => { progress.max = event.total; progress.value = event.loaded; };
    request.onload = () => (request.status < 300 ? done() : failed(new Error("failed")));
    request.onerror = () => failed(new Error("failed"));
    request.onloadend = () => progress.remove();
    request.send(body);
  });
}

/** The files below a dropped entry; a folder lists a part of its entries at a time. */
async function filesBelow(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (let some = [null]; some.length;) {
    some = await new Promise((done, failed) => reader.readEntries(done, failed));
    found.push(...some);
  }
  return (await Promise.all(found.map(filesBelow))).flat();
}

document.getElementById("choose").addEventListener("click", () => chooser.click());
chooser.addEventListener("change", () => { [...chooser.files].forEach(add); chooser.value = ""; });
place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
place.addEventListener("dragleave", () => place.classList.remove("over"));
place.addEventListener("drop", async (event) => {
  event.preventDefault();
  place.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  (await Promise.all(entries.map(filesBelow))).flat().forEach(add);
});
