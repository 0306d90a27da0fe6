"""Bills handed in: by file and by URL, and what can be read of them while and after they are worked on."""

from base64 import b64decode
from datetime import timedelta

import pytest

from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.job import JobEntry
from tests.builders import COMPANY, a_bill, a_company, a_content, a_document, a_final_document, a_job, a_site
from tests.fakes import NOW, World
from tests.functions.calling import Caller, an_event, answered, form_body

PATH = f"/v2.2/job/company/{COMPANY}"
BYTES = bytes(range(256)) + b"\r\n--Xbill\r\n%PDF-1.7\r\n\r\n"


def test_submitted_file_is_stored_unchanged_under_ids(caller: Caller, world: World) -> None:
    made = caller.post_form(PATH, form_body(("Rechnung März.pdf", BYTES)))

    assert made.status == 201
    (document_id,) = made.json["documentIds"]
    key = f"incoming/{COMPANY}/{document_id}"
    stored = world.files.head(key)
    assert stored is not None
    assert world.files.get(key) == BYTES
    assert stored.content_type == "application/pdf"
    assert stored.metadata == {
        "company": COMPANY, "document": document_id, "job": made.json["id"], "file-name": "Rechnung März.pdf",
    }  # fmt: skip


def test_new_job_has_every_field(caller: Caller) -> None:
    made = caller.post_form(PATH, form_body(("a.pdf", b"a"), ("b.pdf", b"b"), info='{"po": 7}')).json

    assert made == {
        "id": made["id"],
        "company": COMPANY,
        "siteId": None,
        "status": "PENDING",
        "created": "2026-11-20T12:00:00.000Z",
        "updated": "2026-11-20T12:00:00.000Z",
        "documentIds": made["documentIds"],
        "parsedDocumentIds": [],
        "duplicateDocumentIds": [],
        "duplicates": 0,
        "nonUtilityDocumentIds": [],
        "failedDocumentIds": [],
        "terminationReason": None,
        "info": {"po": 7},
    }
    assert len(made["documentIds"]) == 2
    assert caller.get(f"/v2.2/job/{made['id']}").json == made


def test_submission_options_are_stored_with_each_document(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    options = {"siteId": site.id, "notes": "from the mill", "info": '{"po": 7}', "allowDuplicate": "true"}

    made = caller.post_form(PATH, form_body(("a.pdf", b"a"), ("b.pdf", b"b"), **options)).json

    for document_id in made["documentIds"]:
        document = world.documents.get(document_id)
        assert document is not None
        assert (document.site_id, document.submission.notes, document.submission.info) == (
            site.id,
            "from the mill",
            {"po": 7},
        )
        assert document.submission.allow_duplicate
        assert document.submission.email == "anna@example.org"
        assert document.status is Status.PROCESSING
        assert document.lease.due_at == NOW + timedelta(seconds=120)


def test_submission_sample_event_is_answered(world: World) -> None:
    event = an_event("api/submit_files")
    company = event["path"].rpartition("/")[2]
    world.companies.add(a_company(id=company, account_id=event["requestContext"]["authorizer"]["accountId"]))

    made = answered(event)

    assert made.status == 201
    (document_id,) = made.json["documentIds"]
    assert world.files.get(f"incoming/{company}/{document_id}").startswith(b"%PDF-1.4\n\xe2\xe3")
    assert b64decode(event["body"]).count(b"%%EOF") == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (form_body(notes="no file at all"), "/document"),
        (form_body(document="text, not a file"), "/document"),
        (form_body(("", b"")), "/document"),
        (form_body(*[(f"{n}.pdf", b"x") for n in range(101)]), "/document"),
        (form_body(("a.pdf", b"x"), info="{"), "/info"),
        (form_body(("a.pdf", b"x"), info="[1]"), "/info"),
        (form_body(("a.pdf", b"x"), allowDuplicate="perhaps"), "/allowDuplicate"),
        (form_body(("a.pdf", b"x"), notes="n" * 1_001), "/notes"),
    ],
)
def test_invalid_submission_form_is_refused_with_pointer(
    caller: Caller, world: World, body: bytes, pointer: str
) -> None:
    answer = caller.post_form(PATH, body)

    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]
    assert world.memory.jobs == {}


def test_truncated_submission_form_is_refused(caller: Caller, world: World) -> None:
    answer = caller.post_form(PATH, form_body(("a.pdf", BYTES))[:-8])

    assert answer.status == 422
    assert answer.code == "invalid-form"
    assert world.memory.jobs == {}


def test_submitted_urls_become_documents_to_fetch(caller: Caller, world: World) -> None:
    urls = ["https://files.example.org/bills/M%C3%A4rz%202026.pdf?sig=abc", "https://files.example.org/"]

    made = caller.post(f"{PATH}/bulk", {"documents": urls, "info": {"po": 7}, "allowDuplicate": True})

    assert made.status == 201
    documents = [world.documents.get(document_id) for document_id in made.json["documentIds"]]
    assert [document and document.file.source_url for document in documents] == urls
    assert [document and document.file.file_name for document in documents] == ["März 2026.pdf", "document"]
    assert world.fetch_queue.messages == [{"documentId": document_id} for document_id in made.json["documentIds"]]
    assert world.files.versions == {}


def test_bulk_submission_sample_event_is_answered(world: World) -> None:
    event = an_event("api/submit_urls")
    company = event["path"].split("/")[-2]
    world.companies.add(a_company(id=company, account_id=event["requestContext"]["authorizer"]["accountId"]))

    assert answered(event).status == 201


def test_invalid_urls_are_refused_with_a_pointer_each(caller: Caller, world: World) -> None:
    urls = [
        "https://files.example.org/a.pdf",
        "http://files.example.org/b.pdf",
        "https://10.0.0.1/c.pdf",
        "https://a b",
    ]

    answer = caller.post(f"{PATH}/bulk", {"documents": urls})

    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/documents/1", "/documents/2", "/documents/3"]
    assert world.memory.jobs == {}
    assert world.fetch_queue.sent == []


@pytest.mark.parametrize("documents", [[], ["https://e.org/x.pdf"] * 101, "https://e.org/x.pdf", [7], None])
def test_submitted_urls_must_be_a_list(caller: Caller, documents: object) -> None:
    assert caller.post(f"{PATH}/bulk", {"documents": documents}).status == 422


def test_local_stage_allows_configured_url_hosts(caller: Caller) -> None:
    urls = ["https://127.0.0.1:8443/a.pdf", "https://localhost:9443/b.pdf"]

    assert caller.post(f"{PATH}/bulk", {"documents": urls}).status == 201


def test_finished_job_lists_each_document_once(caller: Caller, world: World) -> None:
    job = a_job(expected=4)
    documents = [a_document(job_id=job.id) for _ in range(4)]
    world.jobs.add(job, documents)
    outcomes = (Outcome.PARSED, Outcome.DUPLICATE, Outcome.NON_UTILITY, Outcome.FAILED)
    for document, outcome in zip(documents, outcomes, strict=True):
        world.jobs.settle(job.id, JobEntry(document_id=document.id, outcome=outcome, reason=StatusReason.CORRUPT))

    shown = caller.get(f"/v2.2/job/{job.id}").json

    lists = ("parsedDocumentIds", "duplicateDocumentIds", "nonUtilityDocumentIds", "failedDocumentIds")
    assert [shown[name] for name in lists] == [[document.id] for document in documents]
    assert shown["duplicates"] == 1
    assert caller.get(PATH).json["results"] == [shown]


def test_document_has_its_bill_and_a_new_link(caller: Caller, world: World) -> None:
    document = a_final_document(size=9)
    world.jobs.add(a_job(id=document.job_id), [document])
    world.contents.put(COMPANY, a_content(document), None)

    shown = caller.get(f"/v2.2/document/{document.id}").json

    assert shown["totalCharges"] == "121.00"
    assert shown["evidence"]["totalCharges"]["page"] == 1
    assert shown["lineItems"][0]["totalCharge"] == "110.00"
    assert shown["url"].startswith(
        f"https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/file/{document.id}?exp="
    )


def test_unfinished_document_is_processing(caller: Caller, world: World) -> None:
    document = a_document(status=Status.WAITING_OCR, size=9)
    world.jobs.add(a_job(id=document.job_id), [document])

    shown = caller.get(f"/v2.2/document/{document.id}").json

    assert shown["status"] == "PROCESSING"
    assert shown["totalCharges"] is None
    assert shown["usageData"] == []


def test_document_without_file_has_no_link(caller: Caller, world: World) -> None:
    document = a_document(source_url="https://files.example.org/a.pdf")
    world.jobs.add(a_job(id=document.job_id), [document])

    assert caller.get(f"/v2.2/document/{document.id}").json["url"] is None


def test_document_list_has_no_evidence(caller: Caller, world: World) -> None:
    document = a_final_document(size=9, digest=a_bill(evidence={}, line_items=(), checks=()))
    world.jobs.add(a_job(id=document.job_id), [document])

    (shown,) = caller.get(f"/v2.2/document/company/{COMPANY}").json["results"]

    assert shown["totalCharges"] == "121.00"
    assert shown["usageData"][0]["usage"] == "500"
    assert {"evidence", "lineItems", "checks"}.isdisjoint(shown)
