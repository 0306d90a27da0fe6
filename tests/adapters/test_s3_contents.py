"""``S3Contents``: the stored format of document versions."""

import gzip
import json

from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from tests.adapters.cloud import Cloud
from tests.builders import COMPANY, a_content, a_document_text, a_final_document


def test_contents_version_is_one_gzip_json_object(cloud: Cloud) -> None:
    content = a_content()

    cloud.contents.put(COMPANY, content, a_document_text("Total 121.00"))

    key = f"documents/{COMPANY}/{content.document_id}/1-1.json.gz"
    stored = cloud.clients("s3").get_object(Bucket=cloud.bucket, Key=key)
    stored_json = json.loads(gzip.decompress(stored["Body"].read()))
    assert (stored["ContentType"], stored["ContentEncoding"]) == ("application/json", "gzip")
    assert stored_json["content"]["bill"]["total_charges"] == "121.00"
    assert stored_json["reading"][0][:4] == [1, 595, 842, "text_layer"]


def test_contents_of_the_same_version_are_the_same_bytes(cloud: Cloud) -> None:
    content = a_content()
    s3 = cloud.clients("s3")
    key = f"documents/{COMPANY}/{content.document_id}/1-1.json.gz"

    bodies = []
    for _ in range(2):
        cloud.contents.put(COMPANY, content, a_document_text())
        bodies.append(s3.get_object(Bucket=cloud.bucket, Key=key)["Body"].read())
        cloud.files.delete_all_versions(key)

    assert bodies[0] == bodies[1]


def test_contents_boxes_are_rounded_to_a_millionth(cloud: Cloud) -> None:
    document = a_final_document()
    content = a_content(document)
    word = Word("Total", Box(1 / 3, 2 / 3, 0.5, 0.7), 0.123456789)

    cloud.contents.put(COMPANY, content, DocumentText((PageText(1, 595, 842, Route.TEXT_LAYER, (word,)),)))

    document_text = cloud.contents.document_text(document)
    assert document_text is not None
    assert document_text.pages[0].words == (Word("Total", Box(0.333333, 0.666667, 0.5, 0.7), 0.123457),)
