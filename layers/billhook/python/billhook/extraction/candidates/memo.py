"""Questions that several rules ask of the same document: answered once for each."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from billhook.extraction.annotate.document import AnnotatedDocument

P = ParamSpec("P")
R = TypeVar("R")


def once(ask: Callable[Concatenate[AnnotatedDocument, P], R]) -> Callable[Concatenate[AnnotatedDocument, P], R]:
    """``ask`` with its answers kept by ``doc``, for each cell that it is asked about. Nobody may change an answer."""

    @wraps(ask)
    def asked(doc: AnnotatedDocument, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (ask, *args)
        try:
            answer: R = doc.answers[key]
        except KeyError:
            answer = doc.answers[key] = ask(doc, *args, **kwargs)
        return answer

    return asked
