"""How the pipeline reaches the world outside: fetched URLs, webhooks, customers' buses."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.ports.files import Fetcher
from billhook.ports.senders import CustomerBuses, HttpClient, Sender
from billhook.runtime.container import Container

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billhook.adapters.egress import Egress
    from billhook.domain.destination import DestinationType


class Outbound(Container):
    """The ports that lead out, and a sender for each type of destination."""

    @cached_property
    def http_client(self) -> HttpClient:
        from billhook.adapters.egress_http_client import EgressHttpClient

        return EgressHttpClient(self._egress)

    @cached_property
    def buses(self) -> CustomerBuses:
        from billhook.adapters.customer_buses import EventBridgeBuses
        from billhook.runtime.aws import client_abroad

        return EventBridgeBuses(lambda region: client_abroad("events", region))

    @cached_property
    def fetcher(self) -> Fetcher:
        from billhook.adapters.url_fetcher import UrlFetcher

        return UrlFetcher(self._egress)

    @cached_property
    def _couriers(self) -> "Mapping[DestinationType, Sender]":
        from billhook.domain.destination import DestinationType
        from billhook.usecases.delivery.steps.post_webhook import PostWebhook
        from billhook.usecases.delivery.steps.send_callback import SendCallback
        from billhook.usecases.delivery.steps.send_to_bus import SendToBus

        return {
            DestinationType.WEBHOOK: PostWebhook(self.encryptor, self.http_client),
            DestinationType.CALLBACK: SendCallback(self.encryptor, self.http_client),
            DestinationType.EVENTBRIDGE: SendToBus(self.buses),
        }

    @cached_property
    def _egress(self) -> "Egress":
        from billhook.adapters.egress import Egress
        from billhook.domain.urls import UrlPolicy

        return Egress(UrlPolicy.of(self.settings.allowed_hosts))
