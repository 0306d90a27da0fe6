"""The kind of a file follows from its bytes and never from its name."""

import pytest
from PIL import Image

from billhook.adapters.file_kinds import kind_of
from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.errors import Rejection
from billhook.ports.text_recognition import FileKind
from tests.adapters.sandbox.sample_files import a_drawing, a_text_bill, an_image

ZIP_START = b"PK\x03\x04"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\n" * 1019 + b"%PDF-1.7\n", FileKind.PDF),
        (b"\n" * 1020 + b"%PDF-1.7\n", None),
        (ZIP_START + b"%PDF-1.7\n", FileKind.ZIP),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"\xff\xd8\xff\xe1", FileKind.JPEG),
        (b"GIF89a", FileKind.GIF),
        (b"II*\x00", FileKind.TIFF),
        (b"MM\x00*", FileKind.TIFF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind.WEBP),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"Dear customer,", None),
        (b"\x00\x00\x00\x18ftypheic", None),
    ],
)
def test_file_kind_follows_from_the_first_bytes(content: bytes, kind: FileKind | None) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "WEBP"])
def test_image_of_every_kind_opens(kind: str) -> None:
    content = an_image(a_drawing(), kind)

    with SandboxedFiles().open(content) as file:
        assert (file.kind.name, file.pages_to_ocr) == (kind, (1,))
        assert [(page.width, page.height) for page in file.text_layer.pages] == [(600, 840)]


def test_pdf_opens() -> None:
    with SandboxedFiles().open(a_text_bill()) as file:
        assert (file.kind, file.pages_to_ocr) == (FileKind.PDF, ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "corrupt"),
        (b"A text file that is named bill.pdf", "unsupported_type"),
        (ZIP_START + bytes(100), "unsupported_type"),
        (b"%PDF-1.7\nthe rest never arrived", "corrupt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "corrupt"),
    ],
)
def test_unsupported_file_is_rejected_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Rejection) as refused, SandboxedFiles().open(content):
        pass

    assert refused.value.code == reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "WEBP"])
def test_truncated_image_is_corrupt(kind: str) -> None:
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    content = an_image(noise, kind)

    with pytest.raises(Rejection) as refused, SandboxedFiles().open(content[: len(content) // 2]):
        pass

    assert refused.value.code == "corrupt"
