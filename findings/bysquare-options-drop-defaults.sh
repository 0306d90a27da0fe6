#!/usr/bin/env bash
# Expected: an option given to encode() changes that option; the caller's object stays as it is.
# Seen: the defaults (take off accents, validate) are those of the whole argument: any object in its place, an empty one too,
#   turns both off, so encode(model, { deburr: true }) accepts an account that encode(model) refuses. And taking off accents
#   rewrites the caller's model in place.
# Versions: bysquare 4.0.1 (npm)
# Source: README of bysquare, "Validation" and the note on diacritics
# Billhook: touched; Slovak payees come with and without accents, and with accounts that nobody checked: the IBAN is verified here.
# Test: tests/extraction/machine_readable/test_pay_by_square.py::test_parse_name_with_accents_is_kept
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . bysquare@4.0.1
cat > run.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { CurrencyCode, PaymentOptions, encode } from "bysquare/pay";

const model = (iban) => ({
  payments: [{
    type: PaymentOptions.PaymentOrder, amount: 45.5, currencyCode: CurrencyCode.EUR, variableSymbol: "123456",
    beneficiary: { name: "Žilinská vodáreň" }, bankAccounts: [{ iban }],
  }],
});
const tried = (options) => {
  const order = model("SK9611000000002918599669");
  encode(order, options);
  let wrong = "accepted";
  try { encode(model("SK0000000000000000000000"), options); } catch { wrong = "refused"; }
  return `${JSON.stringify(options) ?? "no options"}: wrong IBAN ${wrong}, name in the caller's object now "${order.payments[0].beneficiary.name}"`;
};
console.log(`bysquare ${JSON.parse(readFileSync("node_modules/bysquare/package.json")).version}`);
const seen = [undefined, {}, { deburr: true }].map(tried);
console.log(seen.join("\n"));
const expected = [["refused", "Zilinska vodaren"], ["accepted", "Žilinská vodáreň"], ["accepted", "Zilinska vodaren"]];
if (!expected.every(([wrong, name], at) => seen[at].includes(`IBAN ${wrong},`) && seen[at].includes(`"${name}"`))) {
  console.error("The behaviour has changed.");
  process.exit(1);
}
JAVASCRIPT
node run.mjs
