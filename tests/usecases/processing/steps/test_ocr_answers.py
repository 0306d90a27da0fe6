"""Kept answers of the OCR service."""

from dataclasses import replace

from billhook.domain.document import Document
from billhook.domain.document_text import Box, RecognizedPage, ServiceField
from billhook.usecases.processing.steps.ocr_answers import OcrAnswers
from tests.builders import a_document, a_word
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

ANSWER = RecognizedPage(
    words=(a_word("Fällig", x=0.123456789, confidence=0.987654321),),
    turn=3,
    fields=(ServiceField("TOTAL", "Total", Box(0.1, 0.2, 0.3, 0.4), 0.9),),
    cells=(Box(0.0, 0.0, 1.0, 0.5),),
)


def claimed_twice(document: Document) -> Document:
    return document.claimed(NOW).claimed(NOW)


def test_ocr_answers_are_returned_unchanged(world: World) -> None:
    answers, document = wired(world).get(OcrAnswers), claimed_twice(a_document())

    answers.put(document, "1-whole", ANSWER)

    assert answers.known(document) == {"1-whole"}
    assert answers.get(document, "1-whole") == ANSWER


def test_ocr_answers_of_the_first_claim_are_not_looked_for(world: World) -> None:
    answers, document = wired(world).get(OcrAnswers), a_document().claimed(NOW)
    answers.put(document, "1-whole", ANSWER)

    assert answers.known(document) == frozenset()


def test_ocr_answers_belong_to_one_version_of_one_document(world: World) -> None:
    answers, document = wired(world).get(OcrAnswers), claimed_twice(a_document())
    answers.put(document, "1-whole", ANSWER)

    assert answers.known(replace(document, version=1)) == frozenset()
    assert answers.known(claimed_twice(a_document())) == frozenset()


def test_ocr_answers_are_erased_with_their_document(world: World) -> None:
    document = a_document()

    wired(world).get(OcrAnswers).put(document, "1-whole", ANSWER)

    assert list(world.files.versions) == [f"work/{document.id}/1/1-whole.json"]
