"""Authenticate a caller by API key or access token. Each use case authorizes access to its resources.

The policy allows the whole stage: API Gateway caches it, and a narrower one would deny the caller's next route.
"""

from functools import cache
from typing import Any

from billhook import names
from billhook.domain import access_token
from billhook.domain.company import Principal
from billhook.domain.errors import Unauthorized
from billhook.runtime.container import Container
from billhook.usecases.access.authorize_caller import AuthorizeCaller
from billhook.usecases.access.authorize_token import AuthorizeToken
from billhook.wire.credentials import credential_of


@cache
def container() -> Container:
    return Container.of(names.AUTHORIZE)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answer API Gateway's REQUEST authorizer. The exception message "Unauthorized" becomes a 401."""
    try:
        principal = _principal(credential_of(event.get("headers") or {}))
    except Unauthorized:
        raise Exception("Unauthorized") from None  # noqa: TRY002  API Gateway's own word
    return _allowed(principal, _stage_of(event["methodArn"]))


def _principal(credential: str) -> Principal:
    is_token = access_token.is_token(credential)
    return container().get(AuthorizeToken)(credential) if is_token else container().get(AuthorizeCaller)(credential)


def _allowed(principal: Principal, stage: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {
        "principalId": principal.account_id,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {
            "accountId": principal.account_id,
            "keyId": principal.key_id,
            "email": principal.email,
            "allCompanies": "true" if principal.all_companies else "false",
            "companies": ",".join(principal.companies),
            "ratePerMinute": str(principal.rate_per_minute),
        },
    }


def _stage_of(method_arn: str) -> str:
    """``arn:aws:execute-api:region:account:api/stage`` of ``.../api/stage/GET/v2.2/ping``."""
    return "/".join(method_arn.split("/")[:2])
