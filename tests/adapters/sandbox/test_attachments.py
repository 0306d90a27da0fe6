"""XML attached to PDFs: in names trees of any depth or with cycles, by ``/AF`` only, by annotation, many, hostile."""

from io import BytesIO

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject, TextStringObject

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.xml_element import XmlElement
from tests.adapters.sandbox.sample_files import a_text_bill
from tests.extraction.machine_readable.e_invoices import NF3E, ubl

INVOICE = ubl().encode()
BOMB = b'<!DOCTYPE R [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><R>&b;</R>'


def attached(
    writer: pypdf.PdfWriter, content: bytes, name: str = "factur-x.xml", *, packed: bool = True
) -> IndirectObject:
    """A file specification of ``content``."""
    stream = StreamObject()
    stream.set_data(content)
    stream = stream.flate_encode() if packed else stream
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    files = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    entries = {"/Type": NameObject("/Filespec"), "/UF": TextStringObject(name), "/EF": files}
    return writer._add_object(DictionaryObject({NameObject(key): value for key, value in entries.items()}))


def bill() -> pypdf.PdfWriter:
    return pypdf.PdfWriter(clone_from=BytesIO(a_text_bill()))


def with_tree(writer: pypdf.PdfWriter, tree: DictionaryObject) -> None:
    names = DictionaryObject({NameObject("/EmbeddedFiles"): tree})
    writer.root_object[NameObject("/Names")] = names


def leaf(key: str, spec: IndirectObject) -> DictionaryObject:
    return DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject(key), spec])})


def found_in(writer: pypdf.PdfWriter) -> list[str]:
    target = BytesIO()
    writer.write(target)
    return [root.name for root in _opened(target.getvalue())]


def _opened(content: bytes) -> tuple[XmlElement, ...]:
    with SandboxedFiles().open(content) as file:
        assert file.text_layer.pages[0].words
        return file.text_layer.xml_files


def test_invoice_under_any_key_and_name_is_found() -> None:
    writer = bill()
    with_tree(writer, leaf("0001", attached(writer, INVOICE, "anything.bin")))

    assert found_in(writer) == ["Invoice"]


def test_invoice_in_a_deep_names_tree_is_found() -> None:
    writer = bill()
    tree = leaf("a", attached(writer, INVOICE))
    for _ in range(6):
        tree = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._add_object(tree)])})
    with_tree(writer, tree)

    assert found_in(writer) == ["Invoice"]


def test_names_tree_with_a_cycle_ends() -> None:
    writer = bill()
    tree = DictionaryObject()
    place = writer._add_object(tree)
    child = writer._add_object(leaf("a", attached(writer, INVOICE)))
    tree[NameObject("/Kids")] = ArrayObject([place, place, child, place])
    with_tree(writer, tree)

    assert found_in(writer) == ["Invoice"]


@pytest.mark.parametrize("packed", [True, False])
def test_invoice_that_only_the_catalog_names_is_found(packed: bool) -> None:
    writer = bill()
    writer.root_object[NameObject("/AF")] = ArrayObject([attached(writer, INVOICE, packed=packed)])

    assert found_in(writer) == ["Invoice"]


def test_invoice_of_an_annotation_is_found() -> None:
    writer = bill()
    entries = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/FileAttachment"),
        "/FS": attached(writer, INVOICE),
    }
    note = DictionaryObject({NameObject(key): value for key, value in entries.items()})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    assert found_in(writer) == ["Invoice"]


def test_attachments_of_one_name_are_found_once_each() -> None:
    writer = bill()
    specs = [attached(writer, content) for content in (INVOICE, INVOICE, NF3E.strip().encode())]
    names = [part for spec in specs for part in (TextStringObject("factur-x.xml"), spec)]
    with_tree(writer, DictionaryObject({NameObject("/Names"): ArrayObject(names)}))

    assert found_in(writer) == ["Invoice", "nf3eProc"]


def test_other_and_hostile_attachments_are_left_out() -> None:
    writer = bill()
    contents = [b"%PDF-1.7", b"\x89PNG", BOMB, b"<R>", b"<a>" * 100_000, b"<R>" + b" " * 30_000_000, INVOICE]
    names = [
        part
        for number, content in enumerate(contents)
        for part in (TextStringObject(f"{number}"), attached(writer, content))
    ]
    with_tree(writer, DictionaryObject({NameObject("/Names"): ArrayObject(names)}))

    assert found_in(writer) == ["Invoice"]


def test_hundreds_of_attachments_are_bounded() -> None:
    writer = bill()
    names = [
        part
        for number in range(300)
        for part in (TextStringObject(f"{number:03}"), attached(writer, f"<R{number}/>".encode()))
    ]
    with_tree(writer, DictionaryObject({NameObject("/Names"): ArrayObject(names)}))

    assert len(found_in(writer)) == 8


def test_bill_without_attachments_has_no_xml() -> None:
    assert _opened(a_text_bill()) == ()
