// Months of a site from its bills: spread over days, gaps, overlaps, units apart.
import assert from "node:assert/strict";
import test from "node:test";
import type { Listed } from "../src/lib/documents.ts";
import { faultOf, seriesOf } from "../src/lib/months.ts";

function bill(id: string, start: string | null, end: string | null, usage: string | null, more: Record<string, unknown> = {}): Listed {
  const entry = { id: `${id}:0`, datasourceType: "ELECTRICITY", startDate: start, endDate: end, usage, usageUnits: "kWh", identifiers: [] };
  const document = { id, status: "PARSED", duplicateOf: null, totalCharges: "31.00", currentCharges: null, chargesUnits: "EUR", usageData: [entry] };
  return { ...document, ...more } as unknown as Listed;
}

test("a bill across two months is spread by days", () => {
  const [series] = seriesOf([bill("a", "2025-01-17", "2025-02-16", "310")]);
  assert.deepEqual(series!.months.map((month) => [month.month, Math.round(month.usage), Math.round(month.cost), month.covered]), [
    ["2025-01", 150, 15, 15],
    ["2025-02", 160, 16, 16],
  ]);
});

test("a month between two bills is a gap, and the first and last month are none", () => {
  const [series] = seriesOf([bill("a", "2025-01-05", "2025-01-31", "1"), bill("b", "2025-03-01", "2025-03-20", "1")]);
  const last = series!.months.length - 1;
  assert.deepEqual(series!.months.map((month, at) => faultOf(month, at === 0 || at === last)), [null, "gap", null]);
});

test("days of two bills are an overlap", () => {
  const [series] = seriesOf([bill("a", "2025-01-01", "2025-01-31", "1"), bill("b", "2025-01-20", "2025-01-31", "1")]);
  assert.equal(faultOf(series!.months[0]!, true), "overlap");
  assert.deepEqual(series!.months[0]!.documents, ["a", "b"]);
});

test("units are series of their own", () => {
  const other = bill("b", "2025-01-01", "2025-01-31", "2");
  other.usageData[0]!.usageUnits = "kgal";
  assert.deepEqual(seriesOf([bill("a", "2025-01-01", "2025-01-31", "1"), other]).map((one) => one.units), ["kWh", "kgal"]);
});

test("duplicates, rejected documents and broken periods count nothing", () => {
  const none = [
    bill("a", "2025-01-01", "2025-01-31", "1", { duplicateOf: "b" }),
    bill("b", "2025-01-01", "2025-01-31", "1", { status: "REJECTED" }),
    bill("c", null, "2025-01-31", "1"),
    bill("d", "2025-02-01", "2025-01-01", "1"),
    bill("e", "1900-01-01", "2025-01-01", "1"),
    bill("f", "2025-01-01", "2025-01-31", null),
  ];
  assert.deepEqual(seriesOf(none), []);
});
