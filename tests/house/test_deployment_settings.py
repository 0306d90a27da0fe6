"""docs/deployment.md lists every setting of the CDK context, and none that the app does not read."""

import re

from infra import stage
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
CODE = (ROOT / "infra" / "stage.py").read_text(encoding="utf-8")


def test_deployment_page_lists_settings_of_the_context() -> None:
    asked = set(re.findall(r'context\("(\w+)"\)', CODE))
    tables = {*stage._MACHINE_CONTEXT, *stage._ISSUER_CONTEXT, *stage._DOMAIN_CONTEXT}

    listed = set(re.findall(r"^\| `(\w+)` \|", PAGE.split("## Monitoring")[0], re.MULTILINE))
    local = set(re.findall(r"`(\w+)`", PAGE.split("belong to the local stage")[0].rsplit("\n\n", 1)[1]))
    assert listed | local == asked | tables
    assert local == set(stage._MACHINE_CONTEXT)
