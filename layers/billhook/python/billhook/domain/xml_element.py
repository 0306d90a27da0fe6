"""An element of an XML file, without namespaces: the tags of e-invoices differ by local name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_STEP = re.compile(r"(?P<name>[^\[]+)(?:\[(?P<child>[^=]+)=(?P<value>[^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class XmlElement:
    """``name`` is the local name; ``text`` is the stripped text before the first child."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: "tuple[XmlElement, ...]" = ()

    def all_at(self, path: str) -> "Iterator[XmlElement]":
        """The elements at ``path``: names of children by ``/``, ``*`` for any, ``name[child=text]`` to choose.

        None at an empty path.
        """
        if not path:
            return
        step, _, rest = path.partition("/")
        parsed = _STEP.fullmatch(step)
        assert parsed, f"no step of a path: {step!r}"
        for child in self.children:
            if parsed["name"] in (child.name, "*") and _is_chosen(child, parsed["child"], parsed["value"]):
                yield from child.all_at(rest) if rest else (child,)

    def descendants(self, name: str) -> "Iterator[XmlElement]":
        """The elements of that name at any depth, in the order of the file."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.descendants(name)

    def texts_at(self, paths: str) -> Iterator[str]:
        """The texts, not empty, at each of ``paths``, which are separated by `` | ``."""
        for path in paths.split(" | "):
            place, _, attribute = path.partition("/@")
            for element in self.all_at(place):
                if text := element.attributes.get(attribute, "") if attribute else element.text:
                    yield text

    def text_at(self, paths: str) -> str | None:
        """The first of ``texts_at``."""
        return next(self.texts_at(paths), None)


def _is_chosen(element: XmlElement, child: str | None, value: str) -> bool:
    return child is None or any(found.text == value for found in element.all_at(child))
