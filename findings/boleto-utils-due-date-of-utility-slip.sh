#!/usr/bin/env bash
# Expected: a slip of a Brazilian utility (arrecadação, 44 digits that begin with 8) has the due date that is coded in it, or none.
# Seen: every such slip gets two due dates, 7 October 1997 and 29 May 2022: day 0 of the two epochs of a bank slip's due factor,
#   a field that utility slips do not have. A date written into their free field by the company is not read.
# Versions: @mrmgomes/boleto-utils 1.3.3 (npm)
# Source: FEBRABAN, Layout Padrão de Arrecadação/Recebimento com Utilização do Código de Barras, version 5 (no due factor)
# Billhook: touched; an arrecadação bar states no due date, and the factor of a bank slip is one of two days.
# Test: tests/extraction/machine_readable/test_brazil.py::test_utility_bar_and_line_state_the_same_values
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @mrmgomes/boleto-utils@1.3.3
cat > run.cjs <<'JAVASCRIPT'
const { readFileSync } = require("node:fs");
const { validarBoleto } = require("@mrmgomes/boleto-utils");

console.log(`boleto-utils ${JSON.parse(readFileSync("node_modules/@mrmgomes/boleto-utils/package.json")).version}`);
const slips = { plain: "83670000001234500481002003004005006007008009", "due 2027-01-15": "83650000001234500482027011500300400500600700" };
const day = (date) => date?.toISOString().slice(0, 10);
const seen = Object.entries(slips).map(([kind, bar]) => {
  const { sucesso, tipoBoleto, valor, vencimento, vencimentoComNovoFator2025 } = validarBoleto(bar);
  console.log(`${kind}: valid ${sucesso}, ${tipoBoleto}, ${valor}, due ${day(vencimento)} or ${day(vencimentoComNovoFator2025)}`);
  return `${sucesso} ${day(vencimento)} ${day(vencimentoComNovoFator2025)}`;
});
if (seen.some((each) => each !== "true 1997-10-07 2022-05-29")) {
  console.error("The behaviour has changed.");
  process.exit(1);
}
JAVASCRIPT
node run.cjs
