// Documents as the API gives them, and what the review shows of them.

export interface Evidence {
  page: number;
  box: [number, number, number, number];
  text: string;
  confidence: number;
  source: string;
}

export interface Check {
  name: string;
  holds: boolean;
  detail: string;
}

export type Values = Record<string, unknown>;

export interface Usage extends Values {
  id: string;
  datasourceType: string;
  startDate: string | null;
  endDate: string | null;
  usage: string | null;
  usageUnits: string | null;
  identifiers: { type: string; value: string }[];
}

export interface Listed extends Values {
  id: string;
  fileName: string | null;
  siteId: string | null;
  status: string;
  statusReason: string | null;
  isFlagged: boolean;
  utilityName: string | null;
  accountNumber: string | null;
  billDate: string | null;
  totalCharges: string | null;
  chargesUnits: string | null;
  duplicateOf: string | null;
  nearDuplicateOf: string | null;
  created: string;
  version: number;
  usageData: Usage[];
  pages: number[];
  url: string | null;
}

export interface Document extends Listed {
  lineItems: (Values & { id: string })[];
  evidence: Record<string, Evidence>;
  checks: Check[];
}

export interface Version {
  version: number;
  updated: string;
  changedBy: string | null;
  origin: string;
  status: string;
}

/** The header's fields in the order of review; `usageData/0/usage` and its like follow from the document. */
export const HEADER_FIELDS = [
  "utilityName", "accountNumber", "invoiceId", "billDate", "dueDate", "totalCharges", "chargesUnits",
  "currentCharges", "taxCharges", "previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges",
  "afterPreviousCredits", "currentOpenBalance", "credits", "interestCharges", "electricitySupplyCharges",
  "electricityDeliveryCharges", "electricityDemandCharges", "gasSupplyCharges", "gasDeliveryCharges",
] as const;

const ALWAYS = new Set(["utilityName", "accountNumber", "billDate", "dueDate", "totalCharges", "chargesUnits"]);
export const USAGE_FIELDS = ["startDate", "endDate", "previousReading", "currentReading", "usage", "usageUnits"] as const;
export const LINE_FIELDS = ["description", "quantity", "rate", "totalCharge"] as const;

export type Tone = "sure" | "check" | "doubt" | "none";

/** A value to review. `pointer` is the key of its evidence. */
export interface Field {
  pointer: string;
  label: string;
  value: string;
  evidence: Evidence | null;
  tone: Tone;
}

export function toneOf(evidence: Evidence | undefined | null): Tone {
  if (!evidence) return "none";
  if (evidence.confidence >= 0.9) return "sure";
  return evidence.confidence >= 0.7 ? "check" : "doubt";
}

export function fieldOf(document: Document, pointer: string): Field {
  const value = valueAt(document, pointer);
  const evidence = document.evidence[pointer] ?? null;
  return { pointer, label: pointer.split("/").at(-1)!, value: value === null ? "" : String(value), evidence, tone: toneOf(evidence) };
}

/** The fields of the header that have a value or should have one. */
export function headerOf(document: Document): Field[] {
  return HEADER_FIELDS.map((name) => fieldOf(document, name)).filter(
    (field) => field.evidence || ALWAYS.has(field.pointer) || !["", "0.00"].includes(field.value),
  );
}

export function usageFields(document: Document): Field[][] {
  return document.usageData.map((_, row) => USAGE_FIELDS.map((name) => fieldOf(document, `usageData/${row}/${name}`)));
}

export function lineFields(document: Document): Field[][] {
  return document.lineItems.map((_, row) => LINE_FIELDS.map((name) => fieldOf(document, `lineItems/${row}/${name}`)));
}

export function allFields(document: Document): Field[] {
  return [...headerOf(document), ...usageFields(document).flat(), ...lineFields(document).flat()];
}

/** Whether a person should look: read with doubt, or missing where a bill always has a value. */
export function isUnsure(field: Field): boolean {
  return field.tone === "check" || field.tone === "doubt" || (field.value === "" && ALWAYS.has(field.pointer));
}

/** The body of a PATCH that sets one value; entries of lists keep what is not given. Empty text removes the value. */
export function changeOf(document: Document, pointer: string, text: string): Values {
  const value = text.trim() === "" ? null : text.trim();
  const [list, row, name] = pointer.split("/");
  if (row === undefined) return { [pointer]: value };
  const entries = document[list as "usageData" | "lineItems"];
  return { [list!]: entries.map((entry, at) => (at === Number(row) ? { id: entry.id, [name!]: value } : { id: entry.id })) };
}

function valueAt(document: Document, pointer: string): unknown {
  let at: unknown = document;
  for (const part of pointer.split("/")) at = (at as Record<string, unknown> | null | undefined)?.[part];
  return at ?? null;
}

/** The fields whose values a check's sentence names. */
export function fieldsOfCheck(check: Check, fields: Field[]): Field[] {
  const named = new Set(check.detail.match(/\d[\d.-]*\d|\d/g) ?? []);
  return fields.filter((field) => field.evidence && named.has(field.value.replace(/^-/, ""))).slice(0, 8);
}
