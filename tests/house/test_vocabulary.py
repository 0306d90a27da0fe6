"""One word has one meaning: private names do not come back, and no class name is defined twice in the package."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest

from tests.house.prose import WORDS
from tests.house.source import Source, everything, planted, product, sources

PACKAGE = "layers/billhook/python/billhook"

PRIVATE_NAMES = frozenset(WORDS["identifiers"])
VAGUE_VARIABLES = frozenset(WORDS["variables"])
CHANGES = frozenset(WORDS["changes"])
MAX_TEST_NAME = 60
VAGUE_TEST_NAME = re.compile(rf"test_({'|'.join(WORDS['openings'])})_")
PREDICATE = re.compile(r"_?(is|has|can|may|must|should|are|was|needs|allows)_")


def identifiers(source: Source) -> Iterator[tuple[int, str]]:
    """Line and name of everything that is named in a file: modules, classes, functions, arguments, variables."""
    yield 1, source.name
    for node in source.nodes:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def words_of(name: str) -> set[str]:
    """``FollowTwin`` and ``_follow_twin`` are both made of the same two words."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def private_name_faults(source: Source) -> list[str]:
    """Identifiers that are made of private words."""
    return [
        f"{source.path}:{line} {name}: see docs/glossary.md"
        for line, name in identifiers(source)
        if words_of(name) & PRIVATE_NAMES
    ]


def vague_variable_faults(source: Source) -> list[str]:
    """Arguments and variables whose whole name says nothing about the value."""
    named = [(node.lineno, node.arg) for node in source.nodes if isinstance(node, ast.arg)]
    stored = [
        (node.lineno, node.id)
        for node in source.nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return [
        f"{source.path}:{line} {name}: name what the variable holds"
        for line, name in [*named, *stored]
        if name in VAGUE_VARIABLES
    ]


def repeated_classes(found: Iterable[Source]) -> dict[str, list[str]]:
    """Class names that several files define, with the files."""
    homes: dict[str, list[str]] = defaultdict(list)
    for source in found:
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(source.path)
    return {name: paths for name, paths in homes.items() if len(paths) > 1}


def predicate_faults(source: Source) -> list[str]:
    """Predicates that call a method which changes something."""
    return [
        f"{source.path}:{call.lineno} {function.name} calls {call.func.attr}"
        for function in source.nodes
        if isinstance(function, ast.FunctionDef) and PREDICATE.match(function.name)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES
    ]


def vague_name_faults(source: Source) -> list[str]:
    """Tests and test files whose name does not begin with the unit, or is longer than ``MAX_TEST_NAME``."""
    functions = [(node.lineno, node.name) for node in source.nodes if isinstance(node, ast.FunctionDef)]
    return [
        f"{source.path}:{line} {name}: name the unit, the condition and the outcome in {MAX_TEST_NAME} characters"
        for line, name in [(1, source.name), *functions]
        if name.startswith("test_") and (VAGUE_TEST_NAME.match(name) or len(name) > MAX_TEST_NAME)
    ]


def test_identifiers_have_no_private_words() -> None:
    assert [fault for source in everything() for fault in private_name_faults(source)] == []


def test_tests_are_named_by_their_unit() -> None:
    assert [fault for source in sources("tests") for fault in vague_name_faults(source)] == []


def test_variables_name_what_they_hold() -> None:
    assert [fault for source in everything() for fault in vague_variable_faults(source)] == []


def test_class_names_are_defined_once() -> None:
    assert repeated_classes(sources(PACKAGE)) == {}


def test_predicates_change_nothing() -> None:
    assert [fault for source in product() for fault in predicate_faults(source)] == []


@pytest.mark.parametrize("text", ["told = 1", "class FollowTwin: ...", "def f(said): ...", "self.gist = 2"])
def test_rule_sees_a_private_name(text: str) -> None:
    assert len(private_name_faults(planted(text, f"{PACKAGE}/domain/job.py"))) == 1


@pytest.mark.parametrize("text", ["own = f()", "def f(one): ...", "x = [one for one in y]", "lambda hits: 1"])
def test_rule_sees_a_vague_variable(text: str) -> None:
    assert vague_variable_faults(planted(text, "tests/journeys/test_uploads.py"))


def test_rule_sees_a_private_file_name() -> None:
    assert private_name_faults(planted("", f"{PACKAGE}/wire/papers.py"))


@pytest.mark.parametrize("folder", ["tests/journeys", "tests/infra", "tests/domain"])
@pytest.mark.parametrize("text", ["told = hits()", "def test_twin_is_read(): ..."])
def test_rule_sees_a_private_name_in_tests(folder: str, text: str) -> None:
    assert len(private_name_faults(planted(text, f"{folder}/test_uploads.py"))) == 1


@pytest.mark.parametrize("folder", ["tests/journeys", "tests/infra", "tests/domain"])
@pytest.mark.parametrize("name", ["test_what_was_sent_can_be_looked_up", "test_the_page", "test_job_" + "x" * 60])
def test_rule_sees_a_test_without_its_unit(folder: str, name: str) -> None:
    assert len(vague_name_faults(planted(f"def {name}(): ...", f"{folder}/test_uploads.py"))) == 1


def test_rule_sees_a_test_file_without_its_unit() -> None:
    assert vague_name_faults(planted("", "tests/journeys/test_the_three_doors.py"))


def test_rule_sees_a_class_defined_twice() -> None:
    files = [planted("class Evidence: ...", f"{PACKAGE}/{name}.py") for name in ("domain/bill", "extraction/kind")]

    assert list(repeated_classes(files)) == ["Evidence"]


def test_rule_sees_a_predicate_that_writes() -> None:
    text = "def _is_held(self, delivery):\n    self.deliveries.save(delivery)\n    return True"

    assert len(predicate_faults(planted(text, f"{PACKAGE}/usecases/delivery/deliver.py"))) == 1
