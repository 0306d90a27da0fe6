"""Send a file that arrived in the bucket to the parse queue, in the turn of its company."""

from dataclasses import dataclass

from billhook.ports.queues import ParseQueue
from billhook.wire.messages import FileArrived, arrival_message


@dataclass(frozen=True)
class EnqueueArrival:
    """S3 notifications carry no message group; the message that replaces one carries the company of the object's key.

    A lost message is sent again: by the sweeper for a document with rows, else by the scan for orphaned objects.
    """

    parse_queue: ParseQueue

    def __call__(self, arrived: FileArrived) -> None:
        self.parse_queue.send(arrival_message(arrived), company_id=arrived.company_id)
