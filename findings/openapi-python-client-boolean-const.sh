#!/usr/bin/env bash
# Expected: `const` takes any JSON value, so a client can be generated for an optional property of `const: true`.
# Seen: the client is written, but its from_dict lacks a blank before `and` and does not compile. A string as `const` works,
#   and so does a boolean described by `type` and `enum`.
# Versions: openapi-python-client 0.29.1 (PyPI)
# Source: JSON Schema 2020-12, Validation, 6.1.3
# Billhook: touched; the API describes such a field by `type` and `enum`.
# Test: tests/journeys/test_generated_client.py::test_generated_client_takes_a_file_to_its_document
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check openapi-python-client==0.29.1
described() { # $1: schema of the property
  printf '{"openapi": "3.1.0", "info": {"title": "Bills", "version": "1"}, "paths": {"/bill": {"get": {"operationId": "getBill",
    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bill"}}}}}}}},
    "components": {"schemas": {"Bill": {"type": "object", "properties": {"test": %s}}}}}' "$1"
}
compiles() { # $1: name, $2: schema of the property
  described "$2" > "$1.json"
  PATH=/usr/bin:/bin venv/bin/openapi-python-client generate --path "$1.json" --meta none --output-path "$1" > "$1.log" 2>&1 || true
  venv/bin/python -m py_compile "$1/models/bill.py" 2> "$1.err" && echo yes || echo no
}
venv/bin/openapi-python-client --version
boolean=$(compiles by_boolean '{"const": true}')
string=$(compiles by_string '{"const": "yes"}')
enum=$(compiles by_enum '{"type": "boolean", "enum": [true]}')
echo "const true compiles: $boolean; const \"yes\" compiles: $string; boolean with enum compiles: $enum"
grep -n "if test !=" by_boolean/models/bill.py || true
[ "$boolean $string $enum" = "no yes yes" ] || { echo "The behaviour has changed." >&2; exit 1; }
