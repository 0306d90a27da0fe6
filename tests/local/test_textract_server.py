"""boto3 speaks with the local Textract as with the real one."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import boto3
import pytest
from botocore.config import Config

from billhook.local.textract.jobs import OcrJobs
from billhook.local.textract.server import HOST, Server
from billhook.local.textract.service import Textract
from tests.local.pictures import saved
from tests.local.recognizer import FakeCloud, FakeRecognizer

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    server = Server(0, Textract(FakeRecognizer(), FakeCloud(), OcrJobs(tmp_path)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    session: Any = boto3.Session("test", "test", region_name="us-east-1")
    yield session.client(
        "textract",
        endpoint_url=f"http://{HOST}:{server.server_port}",
        config=Config(retries={"total_max_attempts": 1}),
    )
    server.shutdown()
    thread.join()
    server.server_close()


def test_textract_server_returns_words(client: Any) -> None:
    answer = client.detect_document_text(Document={"Bytes": saved("PNG")})

    assert [block["Text"] for block in answer["Blocks"] if block["BlockType"] == "WORD"] == ["Total", "12.50"]


def test_textract_server_returns_typed_errors(client: Any) -> None:
    with pytest.raises(client.exceptions.UnsupportedDocumentException):
        client.detect_document_text(Document={"Bytes": b"GIF89a"})
    with pytest.raises(client.exceptions.InvalidJobIdException):
        client.get_document_text_detection(JobId="0" * 64)
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.analyze_id(DocumentPages=[{"Bytes": saved("PNG")}])
