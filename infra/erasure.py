"""Permanent erasure of deleted documents and companies: API and sweeper -> queue -> erase."""

from constructs import Construct

from billhook import names
from infra.function import Functions
from infra.queues import WorkQueue
from infra.stage import Stage


class Erasure(Construct):
    """The only function that may delete objects. It parses no uploaded content."""

    def __init__(self, scope: Construct, stage: Stage, *, functions: Functions) -> None:
        super().__init__(scope, "Erasure")
        self.erase = WorkQueue(self, "EraseQueue", stage=stage, consumer=names.ERASE)
        functions.known |= {"erase_queue": self.erase.url}
        self.erase.feed(functions.make(self, names.ERASE), batch_size=1)
