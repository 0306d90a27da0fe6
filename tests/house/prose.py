"""The prose gauge: private words per 1,000 words of docstrings and pages.

``python -m tests.house.prose [PATH ...]`` lists where they stand, most frequent files first.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.house.source import ROOT, Source, everything

WORDS = tomllib.loads((Path(__file__).parent / "private_words.toml").read_text(encoding="utf-8"))
PRIVATE_WORDS = frozenset(WORDS["prose"])
MOST_PER_THOUSAND = 2.0
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_CODE = re.compile(r"```.*?```|`[^`]*`|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Gauge:
    """How many words a text has, and which private ones."""

    words: int
    private: Counter[str]

    @property
    def per_thousand(self) -> float:
        return 1000 * self.private.total() / max(1, self.words)

    def __add__(self, other: "Gauge") -> "Gauge":
        return Gauge(self.words + other.words, self.private + other.private)


EMPTY = Gauge(0, Counter())


def gauge(text: str) -> Gauge:
    """Count the words of prose in ``text``; code in backticks does not count."""
    words = [word.lower() for word in _WORD.findall(_CODE.sub(" ", text))]
    return Gauge(len(words), Counter(word for word in words if word in PRIVATE_WORDS))


def docstrings_of(source: Source) -> str:
    """All docstrings of a file, those below constants and fields as well."""
    return "\n".join(
        node.value.value
        for node in source.nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )


def pages() -> list[Path]:
    """The Markdown pages of the project."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])


def texts() -> dict[str, str]:
    """The prose of every file by its path."""
    prose = {source.path: docstrings_of(source) for source in everything()}
    return prose | {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in pages()}


def main(paths: list[str]) -> None:
    gauges = {path: gauge(text) for path, text in texts().items() if not paths or path.startswith(tuple(paths))}
    for path, measured in sorted(gauges.items(), key=lambda entry: -entry[1].private.total()):
        if measured.private:
            print(f"{measured.private.total():4} {measured.per_thousand:6.1f}  {path}  {dict(measured.private)}")
    total = sum(gauges.values(), EMPTY)
    print(f"{total.per_thousand:.1f} per 1,000 of {total.words} words: {total.private.most_common(20)}")


if __name__ == "__main__":
    main(sys.argv[1:])
