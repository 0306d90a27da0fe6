// What the review shows of a document, and the bodies of its corrections.
import assert from "node:assert/strict";
import test from "node:test";
import { allFields, changeOf, type Document, fieldOf, fieldsOfCheck, headerOf, isUnsure, toneOf } from "../src/lib/documents.ts";

function evidence(confidence: number) {
  return { page: 1, box: [0, 0, 1, 1] as [number, number, number, number], text: "x", confidence, source: "text_layer" };
}

function aBill(more: Record<string, unknown> = {}): Document {
  const usage = [{ id: "d:0", usage: "5", usageUnits: "kWh" }, { id: "d:1", usage: "6", usageUnits: "kWh" }];
  const found = { totalCharges: evidence(0.99), "usageData/1/usage": evidence(0.5) };
  return { totalCharges: "10.00", credits: "0.00", usageData: usage, lineItems: [], evidence: found, checks: [], ...more } as unknown as Document;
}

test("tones follow the confidence", () => {
  assert.deepEqual([0.95, 0.9, 0.8, 0.7, 0.3].map((one) => toneOf(evidence(one))), ["sure", "sure", "check", "check", "doubt"]);
  assert.equal(toneOf(undefined), "none");
});

test("the header has what every bill has, and other fields with a value only", () => {
  const names = headerOf(aBill({ taxCharges: "1.00" })).map((field) => field.pointer);
  assert.ok(names.includes("dueDate") && names.includes("taxCharges"));
  assert.ok(!names.includes("credits") && !names.includes("gasSupplyCharges"));
});

test("doubtful values and missing ones are to be looked at", () => {
  const unsure = allFields(aBill()).filter(isUnsure).map((field) => field.pointer);
  assert.ok(unsure.includes("usageData/1/usage") && unsure.includes("billDate"));
  assert.ok(!unsure.includes("totalCharges") && !unsure.includes("usageData/0/usage"));
});

test("a correction gives its value alone, and null for an emptied field", () => {
  assert.deepEqual(changeOf(aBill(), "totalCharges", " 12.00 "), { totalCharges: "12.00" });
  assert.deepEqual(changeOf(aBill(), "totalCharges", " "), { totalCharges: null });
});

test("a correction of one entry keeps the others", () => {
  assert.deepEqual(changeOf(aBill(), "usageData/1/usage", "7"), { usageData: [{ id: "d:0" }, { id: "d:1", usage: "7" }] });
});

test("a check's sentence leads to the values that it names", () => {
  const bill = aBill();
  const check = { name: "x", holds: false, detail: "4.00 + 5.00 = 9.00; the bill says 10.00" };
  assert.deepEqual(fieldsOfCheck(check, [fieldOf(bill, "totalCharges"), fieldOf(bill, "usageData/1/usage")]).map((field) => field.pointer), ["totalCharges"]);
});
