"""The sender of each type of destination."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from billhook.domain.destination import DestinationType
from billhook.ports.senders import Sender
from billhook.usecases.delivery.steps.post_webhook import PostWebhook
from billhook.usecases.delivery.steps.send_callback import SendCallback
from billhook.usecases.delivery.steps.send_to_bus import SendToBus


@dataclass(frozen=True)
class Senders:
    webhook: PostWebhook
    callback: SendCallback
    eventbridge: SendToBus

    def of(self, destination_type: DestinationType) -> Sender:
        return self._by_type[destination_type]

    @cached_property
    def _by_type(self) -> Mapping[DestinationType, Sender]:
        return {
            DestinationType.WEBHOOK: self.webhook,
            DestinationType.CALLBACK: self.callback,
            DestinationType.EVENTBRIDGE: self.eventbridge,
        }
