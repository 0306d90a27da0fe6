"""Multipart forms as browsers, curl and other clients write them: bytes and names are unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.errors import Invalid, UnsupportedMediaType
from billhook.wire.bodies import MAX_PARTS, file_name_of, form_of

KIND = 'multipart/form-data; boundary="B"'


def a_form(*parts: tuple[str, bytes], end: bytes = b"--B--\r\n") -> bytes:
    """Build a form from parts of (headers, content)."""
    return b"".join(b"--B\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts) + end


def a_file(disposition: str, content: bytes = b"x") -> bytes:
    return a_form((f'Content-Disposition: form-data; name="document"; {disposition}', content))


@given(st.binary(max_size=3_000).filter(lambda content: b"\r\n--B" not in content))
def test_multipart_file_keeps_its_bytes(content: bytes) -> None:
    form = form_of(a_file('filename="a.pdf"', content), KIND)

    assert form.files[0].content == content


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('filename="bill.pdf"', "bill.pdf"),
        ("filename=bill.pdf", "bill.pdf"),
        ('filename="Rechnung März 電気.pdf"', "Rechnung März 電気.pdf"),
        ("filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf", "Rechnung März.pdf"),
        ("filename=\"x.pdf\"; filename*=utf-8'de'M%C3%A4rz.pdf", "März.pdf"),
        ("filename=\"x.pdf\"; filename*=iso-8859-1''M%E4rz.pdf", "März.pdf"),
        ("filename=\"x.pdf\"; filename*=nonsense''M%E4rz.pdf", "x.pdf"),
        ('filename="a%22b.pdf"', 'a"b.pdf'),
        ('filename="a\\"b.pdf"', 'a"b.pdf'),
        ('filename="semi;colon.pdf"', "semi;colon.pdf"),
        ('filename=""', ""),
    ],
)
def test_multipart_file_name_is_decoded(disposition: str, name: str) -> None:
    assert form_of(a_file(disposition), KIND).files[0].file_name == name


def test_multipart_file_name_in_latin_1_is_decoded() -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="document"; filename="M\xe4rz.pdf"\r\n\r\nx\r\n--B--\r\n'

    assert form_of(body, KIND).files[0].file_name == "März.pdf"


@pytest.mark.parametrize("name", ["März.pdf", "電気 明細.pdf", "łódź €.pdf", "naïve.pdf"])
@pytest.mark.parametrize("as_seen", ["utf-8", "latin-1", "decoded"])
def test_file_name_of_a_raw_header_survives_every_gateway(name: str, as_seen: str) -> None:
    """Raw UTF-8, raw Latin-1 where it has the characters, and a header that the gateway has decoded."""
    header = f'attachment; filename="{name}"'
    if as_seen != "decoded":
        header = header.encode(as_seen, errors="replace").decode("latin-1")

    expected = name.encode("latin-1", errors="replace").decode("latin-1") if as_seen == "latin-1" else name
    assert file_name_of(header) == expected


def test_multipart_last_field_of_a_name_wins() -> None:
    body = a_form(
        ('Content-Disposition: form-data; name="notes"', "früher".encode()),
        ('content-disposition: form-data; name="notes"', "später".encode()),
    )

    form = form_of(body, KIND)

    assert form.fields == {"notes": "später"}
    assert form.files == ()


def test_multipart_files_keep_order_and_type() -> None:
    first = ('Content-Disposition: form-data; name="document"; filename="1"\r\nContent-Type: image/PNG; a=b', b"1")
    second = ('Content-Disposition: form-data; name="document"; filename="2"', b"")

    files = form_of(a_form(first, second), KIND).files

    assert [(file.file_name, file.content, file.content_type) for file in files] == [
        ("1", b"1", "image/png"),
        ("2", b"", None),
    ]


@pytest.mark.parametrize("kind", ["", "application/json", "multipart/mixed; boundary=B", "multipart/form-datax"])
def test_multipart_other_content_type_returns_none(kind: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        form_of(a_file('filename="a"'), kind)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", KIND),
        (b"no form", KIND),
        (a_form(("X: y", b"1"), end=b""), KIND),
        (a_file('filename="a"')[:-6], KIND),
        (a_file('filename="a"'), "multipart/form-data"),
        (a_file('filename="a"'), "multipart/form-data; boundary=other"),
        (a_file('filename="a"'), f"multipart/form-data; boundary={'b' * 5_000}"),
        (a_form(("X" * 100_000 + ": y", b"1")), KIND),
        (a_form(*[('Content-Disposition: form-data; name="a"', b"1")] * (MAX_PARTS + 1)), KIND),
        (a_form(('Content-Disposition: form-data; name="notes"', b"\xff")), KIND),
        (a_form(('Content-Disposition: form-data; name="notes"', b"n" * 20_001)), KIND),
    ],
)
def test_multipart_malformed_form_is_rejected(body: bytes, kind: str) -> None:
    with pytest.raises(Invalid):
        form_of(body, kind)


def test_multipart_error_does_not_quote_the_form() -> None:
    with pytest.raises(Invalid) as caught:
        form_of(a_form(('Content-Disposition: form-data; name="notes"', b"canary\xff")), KIND)

    assert "canary" not in str(caught.value) + repr(caught.value.problems)
