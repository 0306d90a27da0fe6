// Files on their way: out of dropped folders, through signed forms, with the share of bytes that were sent.
import { Problem } from "./api";

export interface SignedForm {
  documentId: string;
  url: string;
  fields: Record<string, string>;
  maxBytes: number;
}

/** The files of a drop, those of folders included. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return [...transfer.files];
  return (await Promise.all(entries.map(filesBelow))).flat();
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = entry as FileSystemFileEntry;
    return [await new Promise<File>((done, failed) => file.file(done, failed))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (!some.length) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesBelow))).flat();
}

/** Send a file by its form to the bucket, by way of this page's own server. Raises Problem. */
export function send(file: File, form: SignedForm, onshare: (share: number) => void): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/bucket");
    request.upload.onprogress = (event) => onshare(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? done() : failed(new Problem(request.status, "refused", `HTTP ${request.status}`)));
    request.onerror = () => failed(new Problem(0, "offline", ""));
    request.send(body);
  });
}
