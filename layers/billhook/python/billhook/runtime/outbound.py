"""How the pipeline reaches the world outside: fetched URLs, webhooks, customers' buses."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.ports.files import Fetcher
from billhook.ports.receivers import Buses, Courier, Postman
from billhook.runtime.container import Container

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billhook.adapters.egress import Egress
    from billhook.domain.destination import DestinationType


class Outbound(Container):
    """The ports that lead out, and a courier for each type of destination."""

    @cached_property
    def postman(self) -> Postman:
        from billhook.adapters.http_postman import HttpPostman

        return HttpPostman(self._egress)

    @cached_property
    def buses(self) -> Buses:
        from billhook.adapters.customer_buses import CustomerBuses
        from billhook.runtime.aws import client_abroad

        return CustomerBuses(lambda region: client_abroad("events", region))

    @cached_property
    def fetcher(self) -> Fetcher:
        from billhook.adapters.url_fetcher import UrlFetcher

        return UrlFetcher(self._egress)

    @cached_property
    def _couriers(self) -> "Mapping[DestinationType, Courier]":
        from billhook.domain.destination import DestinationType
        from billhook.usecases.call_back import CallBack
        from billhook.usecases.post_webhook import PostWebhook
        from billhook.usecases.put_on_bus import PutOnBus

        return {
            DestinationType.WEBHOOK: PostWebhook(self.sealer, self.postman),
            DestinationType.CALLBACK: CallBack(self.sealer, self.postman),
            DestinationType.EVENTBRIDGE: PutOnBus(self.buses),
        }

    @cached_property
    def _egress(self) -> "Egress":
        from billhook.adapters.egress import Egress
        from billhook.domain.urls import UrlPolicy

        return Egress(UrlPolicy.of(self.settings.allowed_hosts))
