"""Code formats: each has a name of its own, and no parser accepts the codes of another format."""

from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat
from tests.extraction.machine_readable.codes import qr


def test_code_format_parses_by_its_function() -> None:
    form = CodeFormat("echo", MATRIX, lambda code: {"payeeName": code.content.decode()})

    assert form.parse(qr("Northern Light")) == {"payeeName": "Northern Light"}
