"""Add a webhook destination; its signing secret is returned once."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationOptions, DestinationType, EncryptedSecret
from billhook.domain.errors import Invalid, Problem
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.signing import SECRET_BYTES, secret_text
from billhook.domain.urls import UrlPolicy
from billhook.ports.clock import Clock, Ids
from billhook.ports.crypto import Encryptor
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class AddDestination:
    scope: AccessPolicy
    destinations: Destinations
    encryptor: Encryptor
    url_policy: UrlPolicy
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, company_id: CompanyId, *, url: str, options: DestinationOptions
    ) -> tuple[Destination, str]:
        """The webhook destination and its secret (``whsec_...``). Raises NotFound or Invalid for the URL."""
        company = self.scope(principal, company_id)
        fault = self.url_policy.fault(url)
        if fault:
            raise Invalid("Invalid destination address.", (Problem("/url", fault),))
        now = self.clock.now()
        destination_id = DestinationId(self.ids.new())
        secret = self.ids.secret(SECRET_BYTES)
        destination = Destination(
            id=destination_id,
            company_id=company.id,
            type=DestinationType.WEBHOOK,
            url=url,
            secrets=(EncryptedSecret(sealed=self.encryptor.encrypt(secret, context=destination_id), created=now),),
            created=now,
            updated=now,
            **options.changes,
        )
        self.destinations.add(destination)
        return destination, secret_text(secret)
