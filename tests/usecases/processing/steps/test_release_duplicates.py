"""Release waiting duplicates."""

from billhook.domain.document_status import Status
from billhook.usecases.processing.steps.release_duplicates import ReleaseDuplicates
from tests.builders import COMPANY, a_document, a_final_document
from tests.fakes import World
from tests.usecases.wiring import wired


def test_release_duplicates_sends_those_that_wait(world: World) -> None:
    original, duplicate = a_final_document(), a_document()
    world.fingerprints.add_waiting(original.id, duplicate.id)

    wired(world).get(ReleaseDuplicates).release(original)

    assert duplicate.id in str(world.parse_queue.messages)


def test_release_duplicates_frees_the_bytes_of_a_rejected_file(world: World) -> None:
    rejected = a_final_document(status=Status.REJECTED, sha256="a" * 64)
    world.fingerprints.claim(COMPANY, "a" * 64, rejected.id)

    wired(world).get(ReleaseDuplicates).release(rejected)

    assert world.memory.fingerprints == {}
