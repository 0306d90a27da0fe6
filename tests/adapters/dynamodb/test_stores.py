"""Requests of the DynamoDB stores beyond their contracts: consistent reads, batches and keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from billhook import names
from billhook.domain.ids import DocumentId
from tests.adapters.cloud import Cloud
from tests.builders import COMPANY, a_bill, a_document, a_final_document, a_job, an_event, an_id
from tests.fakes import NOW


@contextmanager
def calls(cloud: Cloud) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Record every request to the table while the block runs."""
    requests: list[tuple[str, dict[str, Any]]] = []
    client = cloud.clients("dynamodb")
    _ = cloud.table

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        requests.append((model.name, params))

    client.meta.events.register("provide-client-params.dynamodb", note)
    try:
        yield requests
    finally:
        client.meta.events.unregister("provide-client-params.dynamodb", note)


def raw(cloud: Cloud, partition: str) -> list[dict[str, Any]]:
    answer = cloud.clients("dynamodb").query(
        TableName=cloud.name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
    )
    return list(answer["Items"])


def test_jobs_add_fifty_one_documents_takes_four_requests(cloud: Cloud) -> None:
    job = a_job(expected=51)
    documents = [a_document(job_id=job.id, site_id=DocumentId(an_id())) for _ in range(51)]

    with calls(cloud) as requests:
        cloud.jobs.add(job, documents)

    assert [name for name, _ in requests] == ["TransactWriteItems"] * 4
    assert max(len(request["TransactItems"]) for _, request in requests) == 75


def test_jobs_entries_read_is_consistent(cloud: Cloud) -> None:
    with calls(cloud) as requests:
        cloud.jobs.entries(a_job().id)

    assert [(name, request["ConsistentRead"]) for name, request in requests] == [("Query", True)]


def test_documents_get_read_is_consistent(cloud: Cloud) -> None:
    with calls(cloud) as requests:
        cloud.documents.get(DocumentId(an_id()))

    assert [(name, request["ConsistentRead"]) for name, request in requests] == [("GetItem", True)]


def test_documents_commit_is_one_transaction(cloud: Cloud) -> None:
    document = a_document()
    cloud.jobs.add(a_job(), [document])
    final = a_final_document(id=document.id, fence=0)

    with calls(cloud) as requests:
        cloud.documents.commit(final, [an_event(final)])

    ((name, request),) = requests
    assert name == "TransactWriteItems"
    puts = [write["Put"]["Item"] for write in request["TransactItems"]]
    assert [put[names.SK]["S"] for put in puts] == ["HEAD", "V#00000001", "00000001#document.created.v2"]


def test_outbox_stream_record_names_subject_version_and_type(cloud: Cloud) -> None:
    document = a_document()
    cloud.jobs.add(a_job(), [document])
    final = a_final_document(id=document.id, fence=0)
    cloud.documents.commit(final, [an_event(final)])

    (item,) = raw(cloud, f"{names.OUTBOX_KEY_PREFIX}{document.id}")

    pointer = (item["subject_id"], item["version"], item["type"])
    assert pointer == ({"S": document.id}, {"N": "1"}, {"S": "document.created.v2"})


def test_documents_final_document_leaves_the_due_index(cloud: Cloud) -> None:
    document = a_document()
    cloud.jobs.add(a_job(), [document])
    (before,) = raw(cloud, f"DOC#{document.id}")

    cloud.documents.commit(a_final_document(id=document.id, fence=0), [])

    rows = raw(cloud, f"DOC#{document.id}")
    assert {names.DUE_PK, names.DUE_SK} <= before.keys()
    assert len(rows) == 2
    assert not any({names.DUE_PK, names.DUE_SK} & row.keys() for row in rows)


def test_documents_version_row_is_in_no_list(cloud: Cloud) -> None:
    document = a_final_document(fence=0, digest=a_bill(evidence={}, line_items=()))

    cloud.documents.add(document, [])

    (_, version) = raw(cloud, f"DOC#{document.id}")
    assert not {names.LISTS_PK, names.LISTS_SK, "digest"} & version.keys()


def test_due_index_spreads_documents_over_the_shards(cloud: Cloud) -> None:
    documents = [a_document(due_at=NOW) for _ in range(20)]
    cloud.jobs.add(a_job(), documents)

    shards = {raw(cloud, f"DOC#{document.id}")[0][names.DUE_PK]["S"] for document in documents}

    assert len(shards) > names.DUE_SHARDS // 3


def test_fingerprints_claim_released_before_the_read_is_retried(cloud: Cloud) -> None:
    first, second = DocumentId(an_id()), DocumentId(an_id())
    cloud.fingerprints.claim(COMPANY, "aa", first)
    client = cloud.clients("dynamodb")
    freed: list[str] = []

    def free(model: Any, **_: Any) -> None:
        if model.name == "GetItem" and not freed:
            freed.append("once")
            cloud.fingerprints.release(COMPANY, "aa", first)

    client.meta.events.register("before-call.dynamodb", free)
    try:
        winner = cloud.fingerprints.claim(COMPANY, "aa", second)
    finally:
        client.meta.events.unregister("before-call.dynamodb", free)

    assert (freed, winner) == (["once"], second)
