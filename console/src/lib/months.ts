// Usage and cost of a site by calendar month, from its bills: each entry is spread evenly over its days.
import type { Listed } from "./documents";

export interface Month {
  /** `2025-03` */
  month: string;
  usage: number;
  cost: number;
  /** Days of the month that bills cover; days that two bills cover count twice. */
  covered: number;
  days: number;
  isEstimated: boolean;
  documents: string[];
}

export interface Series {
  commodity: string;
  units: string;
  currency: string;
  months: Month[];
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 800;
/** Bills of neighbouring periods often share a day or leave one out. */
const TOLERANCE_DAYS = 2;

export type Fault = "gap" | "overlap" | null;

export function faultOf(month: Month, isEdge: boolean): Fault {
  if (month.covered > month.days + TOLERANCE_DAYS) return "overlap";
  return !isEdge && month.covered < month.days - TOLERANCE_DAYS ? "gap" : null;
}

/** One series for each commodity and unit, months without bills between the first and the last included. */
export function seriesOf(documents: Listed[]): Series[] {
  const found = new Map<string, { series: Series; months: Map<string, Month> }>();
  for (const document of documents) {
    if (document.duplicateOf || document.status !== "PARSED") continue;
    for (const entry of document.usageData) {
      const span = spanOf(entry.startDate, entry.endDate);
      if (!span || entry.usage === null) continue;
      const units = entry.usageUnits ?? "";
      const key = `${entry.datasourceType} ${units}`;
      const at = found.get(key) ?? {
        series: { commodity: entry.datasourceType, units, currency: document.chargesUnits ?? "", months: [] },
        months: new Map<string, Month>(),
      };
      found.set(key, at);
      const isOnly = document.usageData.length === 1;
      spread(at.months, document.id, span, Number(entry.usage), isOnly ? costOf(document) : 0, entry.isEstimated === true);
    }
  }
  return [...found.values()].map(({ series, months }) => ({ ...series, months: filled(months) }));
}

function costOf(document: Listed): number {
  return Number(document.currentCharges ?? document.totalCharges ?? 0);
}

function spanOf(start: string | null, end: string | null): string[] | null {
  if (!start || !end) return null;
  const [first, last] = [Date.parse(start), Date.parse(end)];
  const count = Math.round((last - first) / DAY_MS) + 1;
  if (!(count > 0 && count <= LONGEST_DAYS)) return null;
  return Array.from({ length: count }, (_, day) => new Date(first + day * DAY_MS).toISOString().slice(0, 7));
}

function spread(months: Map<string, Month>, id: string, days: string[], usage: number, cost: number, isEstimated: boolean): void {
  for (const day of days) {
    const month = months.get(day) ?? empty(day);
    months.set(day, month);
    month.usage += usage / days.length;
    month.cost += cost / days.length;
    month.covered += 1;
    month.isEstimated ||= isEstimated;
    if (!month.documents.includes(id)) month.documents.push(id);
  }
}

function filled(months: Map<string, Month>): Month[] {
  const names = [...months.keys()].sort();
  const result: Month[] = [];
  const last = names.at(-1)!;
  for (let name = names[0]!; name <= last; name = after(name)) result.push(months.get(name) ?? empty(name));
  return result;
}

function empty(month: string): Month {
  return { month, usage: 0, cost: 0, covered: 0, days: lengthOf(month), isEstimated: false, documents: [] };
}

function lengthOf(month: string): number {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year!, number!, 0)).getUTCDate();
}

function after(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year!, number!, 1)).toISOString().slice(0, 7);
}
