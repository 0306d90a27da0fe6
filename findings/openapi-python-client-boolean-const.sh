#!/bin/sh
# openapi-python-client 0.29.1 (PyPI): an optional property with `const: true` becomes Python that does not compile.
# JSON Schema allows any JSON value as `const` (2020-12, validation, 6.1.3). A string works; for a boolean the generated
# from_dict lacks the blank before `and`. The client is written all the same. Describe it by `type` and `enum` instead.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
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
