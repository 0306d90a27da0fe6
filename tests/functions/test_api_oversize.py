"""Bodies that are too large: refused with a signed form for each file, and nothing stored."""

from typing import Any

import pytest

from billhook.domain.company import Site
from billhook.domain.ids import CompanyId
from billhook.ports.files import PresignedPost
from billhook.usecases.processing.steps.recover_orphan import RecoverOrphan
from tests.builders import COMPANY, a_key, a_site, an_id
from tests.fakes import World
from tests.functions.calling import Answer, Caller, form_body
from tests.usecases.wiring import wired

LARGE = b"%PDF-1.7 " + bytes(4_600_000)
ROUTES = ("main", "aurora", "invofox")


@pytest.fixture
def site(caller: Caller, world: World) -> Site:
    site = a_site()
    world.companies.add_site(site)
    world.accounts.add_key(a_key(default_company=CompanyId(COMPANY)))
    return site


def refused(caller: Caller, site: Site, route: str) -> Answer:
    if route == "main":
        return caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("May bill.pdf", LARGE), siteId=site.id))
    if route == "invofox":
        info = f'{{"siteId": "{site.id}"}}'
        return caller.post_form("/v1/ingest/uploads", form_body(("May bill.pdf", LARGE), named="files", info=info))
    path = f"/tenants/{COMPANY}/projects/{site.id}/utility_bill_upload/run"
    headers = {"Content-Disposition": 'attachment; filename="May bill.pdf"'}
    return caller.send("POST", path, body=LARGE, headers=headers)


def sent(world: World, upload: dict[str, Any]) -> bool:
    """Send the file by the form, and tell the parser of it. Whether it became a document."""
    world.files.post(PresignedPost(upload["url"], upload["fields"]), LARGE)
    return wired(world).get(RecoverOrphan).recover(upload["documentId"], upload["fields"]["key"])


@pytest.mark.parametrize("route", ROUTES)
def test_large_body_is_refused_with_a_working_form(route: str, caller: Caller, world: World, site: Site) -> None:
    answer = refused(caller, site, route)

    (upload,) = answer.json["uploads"]
    assert answer.status == (422 if route == "aurora" else 413)
    assert (upload["fileName"], upload["maxBytes"]) == ("May bill.pdf", 50 * 1024 * 1024)
    assert world.memory.documents == {}
    assert sent(world, upload)
    document = caller.get(f"/v2.2/document/{upload['documentId']}").json
    assert (document["fileName"], document["siteId"]) == ("May bill.pdf", site.id)
    assert caller.get(f"/v2.2/job/{document['jobId']}").json["documentIds"] == [upload["documentId"]]


def test_large_body_is_refused_with_the_command_that_sends_it(caller: Caller, site: Site) -> None:
    (upload,) = refused(caller, site, "main").json["uploads"]

    assert upload["curl"].startswith("curl --fail-with-body --form-string key=incoming/")
    assert upload["curl"].endswith(f"--form 'file=@May bill.pdf' {upload['url']}")


@pytest.mark.parametrize("name", ["a;b.pdf", 'a"b.pdf', "@a.pdf", "<a.pdf"])
def test_command_names_no_file_that_curl_would_misread(name: str, caller: Caller, site: Site) -> None:
    body = form_body((name.replace('"', "%22"), LARGE))

    (upload,) = caller.post_form(f"/v2.2/job/company/{COMPANY}", body).json["uploads"]

    assert "--form file=@FILE " in upload["curl"]


def test_large_body_that_is_no_form_is_refused_without_forms(caller: Caller) -> None:
    answer = caller.post_form(f"/v2.2/job/company/{COMPANY}", LARGE)

    assert (answer.status, "uploads" in answer.json) == (413, False)


def test_large_body_for_a_foreign_company_is_404(caller: Caller) -> None:
    answer = caller.post_form(f"/v2.2/job/company/{an_id()}", form_body(("bill.pdf", LARGE)))

    assert answer.status == 404
