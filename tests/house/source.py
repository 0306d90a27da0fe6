"""The tree as the house rules see it: files, parsed once, never imported."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE_ROOT = ROOT / "layers/billhook/python"


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies (from the root of the repository) and its text."""

    path: str
    text: str

    @property
    def module(self) -> str:
        """The dotted name: ``billhook.domain.job``, ``functions.api.handler``, ``tests.house.source``."""
        parts = list(Path(self.path).with_suffix("").parts)
        if parts[:3] == ["layers", "billhook", "python"]:
            parts = parts[3:]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def is_package(self) -> bool:
        return self.path.endswith("__init__.py")

    @property
    def name(self) -> str:
        return Path(self.path).stem

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def imports(self) -> list[tuple[int, str]]:
        """Line and full dotted name of everything imported, wherever it is imported; relative names resolved."""
        found: list[tuple[int, str]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                found += [(node.lineno, f"{origin}.{alias.name}") for alias in node.names]
        return found

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module.split(".") if self.is_package else self.module.split(".")[:-1]
        return ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])

    @cached_property
    def docstrings(self) -> set[int]:
        """Ids of the nodes that are docstrings: prose may name what code may not."""
        found = set()
        for node in self.nodes:
            body = getattr(node, "body", None)
            if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
                found.add(id(body[0].value))
        return found


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below the named folders (or the files themselves), in a fixed order."""
    paths: set[Path] = set()
    for folder in folders:
        place = ROOT / folder
        paths |= {place} if place.is_file() else set(place.rglob("*.py"))
    return tuple(_parsed(path) for path in sorted(paths))


@cache
def _parsed(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


PRODUCT = ("layers/billhook/python/billhook", "functions", "infra", "app.py")
EVERYTHING = (*PRODUCT, "tests", "bench", "examples")


def product() -> tuple[Source, ...]:
    """What is shipped: the package, the functions, the CDK app."""
    return sources(*PRODUCT)


def everything() -> tuple[Source, ...]:
    return sources(*EVERYTHING)


def planted(text: str, path: str) -> Source:
    """A file that does not exist, to prove that a rule can fail."""
    return Source(path, text)
