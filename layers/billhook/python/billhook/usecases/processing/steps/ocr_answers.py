"""Keep the answers of the OCR service until a version of a document is final."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from billhook import names
from billhook.domain.document import Document
from billhook.domain.document_text import RecognizedPage
from billhook.ports.files import Files

_JSON = TypeAdapter(RecognizedPage)
_SUFFIX = ".json"
MOST_ANSWERS = 1000
"""More than the pages of a file that are asked for one by one."""


@dataclass(frozen=True)
class OcrAnswers:
    """One object per answer below ``work/``, which expire after days and are erased with the document."""

    files: Files

    def known(self, document: Document) -> frozenset[str]:
        """The names of the answers that earlier claims kept for the next version; the first claim needs no look."""
        if document.lease.fence <= 1:
            return frozenset()
        folder = _folder(document)
        keys = self.files.list_keys(folder, None, MOST_ANSWERS)
        return frozenset(key.removeprefix(folder).removesuffix(_SUFFIX) for key, _ in keys if key.endswith(_SUFFIX))

    def get(self, document: Document, name: str) -> RecognizedPage:
        """Raises FileNotFoundError for a name that is not known."""
        return _JSON.validate_json(self.files.get(_key(document, name)))

    def put(self, document: Document, name: str, answer: RecognizedPage) -> None:
        metadata = {names.META_COMPANY: document.company_id, names.META_DOCUMENT: document.id}
        content = _JSON.dump_json(answer)
        self.files.put(_key(document, name), content, content_type="application/json", metadata=metadata)


def _folder(document: Document) -> str:
    return f"{names.WORK_PREFIX}{document.id}/{document.version + 1}/"


def _key(document: Document, name: str) -> str:
    return f"{_folder(document)}{name}{_SUFFIX}"
