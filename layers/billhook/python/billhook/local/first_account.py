"""Create the first account, key, company and site with the admin Lambda and the API."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from billhook.local.aws import Emulator
from billhook.local.errors import LocalCloudError, RequestRefused

NAME, EMAIL = "Local", "local@billhook.invalid"
COMPANY, SITE = "Local company", "Local site"
RATE_PER_MINUTE = 6000
_UNKNOWN = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


@dataclass(frozen=True)
class FirstAccount:
    """API key, company and site for uploading a bill."""

    api_key: str
    company_id: str
    site_id: str


def create(emulator: Emulator, admin_function: str, api_url: str) -> FirstAccount:
    """Create account, key, company and site. Raises LocalCloudError when a request fails."""
    account = admin(emulator, admin_function, {"action": "createAccount", "name": NAME, "email": EMAIL})
    request = {"accountId": account["accountId"], "email": EMAIL, "companies": "all", "ratePerMinute": RATE_PER_MINUTE}
    first = admin(emulator, admin_function, {"action": "createKey", **request})
    company = call(f"{api_url}/v2.2/company", first["apiKey"], {"name": COMPANY})["id"]
    # The Invofox door takes uploads without a company; a key can name only one that exists.
    key = admin(emulator, admin_function, {"action": "createKey", **request, "defaultCompany": company})["apiKey"]
    site = call(f"{api_url}/v2.2/site/company/{company}", key, {"name": SITE})["id"]
    admin(emulator, admin_function, {"action": "revokeKey", "keyId": first["keyId"]})
    return FirstAccount(api_key=key, company_id=company, site_id=site)


def works(api_url: str, first: FirstAccount) -> bool:
    """Whether the key can read the site. Raises LocalCloudError when the API does not say.

    A slow or failing API is no reason to replace the account: its key is stored nowhere else.
    """
    try:
        call(f"{api_url}/v2.2/site/{first.site_id}", first.api_key)
    except RequestRefused as refused:
        if refused.status in _UNKNOWN:
            return False
        raise
    return True


def admin(emulator: Emulator, function: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Invoke the admin Lambda with root credentials. Raises LocalCloudError."""
    answer = emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(payload).encode())
    body: dict[str, Any] = json.loads(answer["Payload"].read() or b"{}")
    if answer.get("FunctionError"):
        raise LocalCloudError(f"The admin function failed at {payload['action']}: {body.get('errorMessage', body)}")
    return body


def call(url: str, key: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """GET, or POST of JSON. Raises LocalCloudError with the API's response."""
    headers = {"X-API-Key": key, "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310  our own loopback address
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            content: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            detail = error.read()[:500].decode(errors="replace")
        raise RequestRefused(f"{url} answered {error.code}: {detail}", error.code) from error
    except OSError as error:
        raise LocalCloudError(f"{url} does not answer: {error}") from error
    return content
