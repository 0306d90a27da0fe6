"""Our own file links: signed, good for a day, leading to bytes for five minutes."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.builders import a_document, a_job
from tests.fakes import World
from tests.functions.calling import Answer, Caller, an_event, answered


@pytest.fixture
def url(caller: Caller, world: World) -> str:
    """The link of a document whose bytes are stored."""
    document = a_document(size=4, file_name="March.pdf")
    world.jobs.add(a_job(id=document.job_id), [document])
    world.files.land(document.file.object_key or "", b"%PDF")
    link: str = caller.get(f"/v2.2/document/{document.id}").json["url"]
    return link


def follow(url: str, method: str = "GET", **changes: str) -> Answer:
    """Open a link without an API key."""
    event = an_event("api/ping_on_aws")
    del event["requestContext"]["authorizer"]
    parts = urlsplit(url)
    event["httpMethod"] = method
    event["path"] = parts.path.removeprefix("/prod")
    event["queryStringParameters"] = dict(parse_qsl(parts.query)) | changes
    return answered(event)


def test_file_link_returns_the_bytes(url: str, caller: Caller) -> None:
    answer = follow(url)

    assert answer.status == 302
    assert answer.headers["Location"].startswith("https://bucket.test/incoming/")
    assert answer.headers["Location"].endswith("name=March.pdf&expires=300")
    assert answer.text == ""


def test_file_link_answers_head_as_get(url: str, caller: Caller) -> None:
    answer = follow(url, method="HEAD")

    assert (answer.status, answer.text) == (302, "")
    assert answer.headers["Location"] == follow(url).headers["Location"] + "&method=HEAD"


def test_file_link_refuses_head_as_get_without_a_body(url: str, world: World) -> None:
    world.clock.advance(timedelta(hours=24))

    answer = follow(url, method="HEAD")

    assert (answer.status, answer.text) == (410, "")


def test_file_link_expires_after_a_day(url: str, world: World) -> None:
    world.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert follow(url).status == 302

    world.clock.advance(timedelta(seconds=1))
    late = follow(url)

    assert late.status == 410
    assert late.code == "gone"


@pytest.mark.parametrize(
    "changes",
    [{"sig": "AAAA"}, {"sig": ""}, {"sig": "é"}, {"exp": "99999999999"}, {"exp": "1e9"}, {"exp": "-1"}, {"exp": "١"}],
)
def test_file_link_with_wrong_signature_is_404(url: str, caller: Caller, changes: dict[str, str]) -> None:
    assert follow(url, **changes).text == caller.get("/v2.2/nothing").text


def test_file_link_signature_is_bound_to_its_document(url: str, caller: Caller, world: World) -> None:
    other = a_document(size=4)
    world.jobs.add(a_job(id=other.job_id), [other])
    world.files.land(other.file.object_key or "", b"%PDF")
    parts = urlsplit(url)

    answer = follow(parts._replace(path=f"/prod/file/{other.id}").geturl())

    assert answer.status == 404


def test_file_link_of_deleted_file_is_gone(url: str, world: World) -> None:
    world.files.versions.clear()

    assert follow(url).status == 410
