"""Add a callback: a URL template that is called for each final bill, and an optional header."""

from dataclasses import dataclass

from billhook.domain import callback
from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationType, EncryptedHeader
from billhook.domain.errors import Invalid, Problem
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.urls import UrlPolicy
from billhook.ports.clock import Clock, Ids
from billhook.ports.crypto import Encryptor
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy

TEMPLATE_POINTER = "/webhook/url_template"
_SAMPLE = dict.fromkeys(callback.PLACEHOLDERS, "0")


@dataclass(frozen=True)
class AddCallback:
    scope: AccessPolicy
    destinations: Destinations
    encryptor: Encryptor
    url_policy: UrlPolicy
    clock: Clock
    ids: Ids

    def __call__(
        self,
        principal: Principal,
        company_id: CompanyId,
        *,
        url_template: str,
        header: tuple[str, str] | None = None,
        description: str | None = None,
        enabled: bool = True,
    ) -> Destination:
        """The new callback; ``header`` is a name and a secret value. Raises NotFound or Invalid."""
        company = self.scope(principal, company_id)
        self.check(url_template)
        now = self.clock.now()
        destination_id = DestinationId(self.ids.new())
        destination = Destination(
            id=destination_id,
            company_id=company.id,
            type=DestinationType.CALLBACK,
            url=url_template,
            description=description,
            header=self.sealed(destination_id, header),
            enabled=enabled,
            created=now,
            updated=now,
        )
        self.destinations.add(destination)
        return destination

    def check(self, url_template: str) -> None:
        """Raises Invalid for a template that must not be called."""
        fault = callback.fault_of(url_template) or self.url_policy.fault(callback.filled(url_template, _SAMPLE))
        if fault:
            raise Invalid("The callback URL is not allowed.", (Problem(TEMPLATE_POINTER, fault),))

    def sealed(self, destination_id: DestinationId, header: tuple[str, str] | None) -> EncryptedHeader | None:
        if header is None:
            return None
        name, value = header
        return EncryptedHeader(name=name, sealed=self.encryptor.encrypt(value.encode(), context=destination_id))
