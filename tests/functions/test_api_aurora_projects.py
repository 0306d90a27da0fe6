"""The Aurora front door: the default project, forms at the raw route, and versions of the original API."""

from datetime import timedelta

import pytest

from billhook.domain.company import Site
from tests.builders import COMPANY, a_site
from tests.fakes import World
from tests.functions.calling import Caller, form_body

PDF = b"%PDF-1.7 a bill"
TENANT = f"/tenants/{COMPANY}"
DEFAULT = f"{TENANT}/projects/{COMPANY}"
NAMED = {"Content-Disposition": 'attachment; filename="bill.pdf"'}


@pytest.fixture
def site(caller: Caller, world: World) -> Site:
    site = a_site()
    world.companies.add_site(site)
    return site


def project(site: Site) -> str:
    return f"{TENANT}/projects/{site.id}"


def test_aurora_default_project_has_the_bills_without_site(caller: Caller, world: World, site: Site) -> None:
    job = caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("b.pdf", PDF))).json
    world.clock.advance(timedelta(seconds=1))
    caller.send("POST", f"{project(site)}/utility_bill_upload/run", body=PDF, headers=NAMED)
    world.clock.advance(timedelta(seconds=1))
    made = caller.send("POST", f"{DEFAULT}/utility_bill_upload/run", body=PDF).json

    bills = caller.get(f"{DEFAULT}/utility_bills").json["utility_bills"]
    answer = caller.get(f"{DEFAULT}/utility_bill_upload/status", job_id=job["id"])

    assert [bill["id"] for bill in bills] == [made["utility_bill_id"], *job["documentIds"]]
    assert (answer.status, answer.json["utility_bill_id"]) == (200, job["documentIds"][0])
    assert caller.get(f"{DEFAULT}/utility_bills/{made['utility_bill_id']}").status == 200
    assert world.documents.get(made["utility_bill_id"]).site_id is None  # type: ignore[union-attr]


def test_aurora_default_project_hides_bills_of_other_projects(caller: Caller, site: Site) -> None:
    made = caller.send("POST", f"{project(site)}/utility_bill_upload/run", body=PDF, headers=NAMED).json

    assert caller.get(f"{DEFAULT}/utility_bills/{made['utility_bill_id']}").status == 404
    assert caller.get(f"{DEFAULT}/utility_bill_upload/status", job_id=made["job_id"]).status == 404


@pytest.mark.parametrize("version", ["2022.09", "2024.05"])
def test_aurora_versions_get_the_same_response(version: str, caller: Caller, site: Site) -> None:
    headers = {**NAMED, "Aurora-API-Version": version}

    made = caller.send("POST", f"{project(site)}/utility_bill_upload/run", body=PDF, headers=headers)

    assert (made.status, set(made.json)) == (202, {"job_id", "utility_bill_id"})


def test_aurora_upload_of_a_form_is_415_with_the_remedy(caller: Caller, world: World, site: Site) -> None:
    answer = caller.post_form(f"{project(site)}/utility_bill_upload/run", form_body(("b.pdf", PDF)))

    assert (answer.status, answer.code) == (415, "unsupported-media-type")
    assert "--data-binary" in answer.json["detail"]
    assert world.files.versions == {}
