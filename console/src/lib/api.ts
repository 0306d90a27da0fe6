// Requests to Billhook's API on the page's own origin, where the session is a cookie that scripts cannot read.

export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** An answer of the API that is an error (RFC 9457), or no answer: then `status` is 0. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldProblem[] = [],
  ) {
    super(message);
  }
}

export interface Answer<T> {
  value: T;
  etag: string | null;
}

export interface Page<T> {
  results: T[];
  nextCursor: string | null;
}

let onSignedOut = () => {};

/** `act` is called whenever the API says that the session has ended. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

export async function call<T>(
  method: string,
  path: string,
  options: { body?: unknown; etag?: string | null; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  if (options.etag) headers["If-Match"] = options.etag;
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) body = options.body;
  else if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(options.body);
  }
  const answer = await reach(path, { method, headers, body });
  if (!answer.ok) throw await problemOf(answer);
  const text = await answer.text();
  return { value: (text ? JSON.parse(text) : null) as T, etag: answer.headers.get("ETag") };
}

export async function get<T>(path: string): Promise<T> {
  return (await call<T>("GET", path)).value;
}

/** Every item of a list with pages, at most `most`. */
export async function all<T>(path: string, most = 1000): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const next: Page<T> = await get<Page<T>>(withQuery(path, { limit: "100", cursor: cursor ?? "" }));
    found.push(...next.results);
    cursor = next.nextCursor;
  } while (cursor && found.length < most);
  return found;
}

/** The bytes of a document's file; `url` is that of the document, on whatever host. */
export async function fileOf(url: string): Promise<Blob> {
  const link = new URL(url);
  const answer = await reach(link.pathname.slice(link.pathname.indexOf("/file/")) + link.search, {});
  if (!answer.ok) throw await problemOf(answer);
  return answer.blob();
}

export function withQuery(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const text = query.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: "same-origin", redirect: "follow" });
  } catch {
    throw new Problem(0, "offline", "");
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  if (answer.status === 401) onSignedOut();
  let body: Record<string, unknown> = {};
  try {
    body = (await answer.json()) as Record<string, unknown>;
  } catch {
    // An error without JSON has its status only.
  }
  const fields = (Array.isArray(body.errors) ? body.errors : []) as FieldProblem[];
  const text = String(body.detail ?? body.title ?? body.message ?? `HTTP ${answer.status}`);
  return new Problem(answer.status, String(body.code ?? ""), text, fields);
}
