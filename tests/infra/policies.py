"""Whether IAM would let a request through: as much of its logic as our policies use, and an error for the rest.

An explicit deny wins. In one account either side may allow; across accounts both must.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.infra.template import listed

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """A call made under a role: ``context`` holds the condition keys that the service adds (``events:source``)."""

    role_arn: str
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        return self.role_arn.split(":")[4]

    @property
    def is_across_accounts(self) -> bool:
        return self.resource.split(":")[4] != self.account

    def fact(self, key: str) -> str | None:
        known = {"aws:principalarn": self.role_arn, "aws:principalaccount": self.account}
        return {**known, **{name.lower(): value for name, value in self.context.items()}}.get(key.lower())


def is_allowed(request: Request, identity: Iterable[Statement], resource: Iterable[Statement]) -> bool:
    """``identity`` is the result of the role's policies, ``resource`` that of the resource's policy."""
    identity_statements = [statement for statement in identity if _is_about(request, statement)]
    resource_statements = [
        statement
        for statement in resource
        if _is_about(request, statement) and _is_meant(request, statement["Principal"])
    ]
    if any(statement["Effect"] == "Deny" for statement in [*identity_statements, *resource_statements]):
        return False
    return (
        (bool(identity_statements) and bool(resource_statements))
        if request.is_across_accounts
        else bool(identity_statements or resource_statements)
    )


def _is_about(request: Request, statement: Statement) -> bool:
    _only_known(statement)
    actions = any(fnmatchcase(request.action.lower(), item.lower()) for item in listed(statement["Action"]))
    resources = any(fnmatchcase(request.resource, item) for item in listed(statement["Resource"]))
    return actions and resources and _holds(request, statement.get("Condition", {}))


def _only_known(statement: Statement) -> None:
    unknown = set(statement) - {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
    if unknown:
        raise NotImplementedError(f"this simulation knows no {sorted(unknown)}")


def _is_meant(request: Request, principal: Any) -> bool:
    if principal == "*":
        return True
    named = listed(principal.get("AWS", [])) if isinstance(principal, dict) else []
    root = f"arn:{request.role_arn.split(':')[1]}:iam::{request.account}:root"
    return any(item in {"*", request.role_arn, request.account, root} for item in named)


def _holds(request: Request, conditions: Mapping[str, Mapping[str, Any]]) -> bool:
    """All of them. A positive condition on a key that the request does not have does not hold."""
    return all(
        _compare(operator, request.fact(key), [str(item) for item in listed(wanted)])
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
    )


def _compare(operator: str, fact: str | None, wanted: list[str]) -> bool:
    if operator == "StringEquals":
        return fact in wanted
    if operator in {"StringLike", "ArnEquals", "ArnLike"}:
        return fact is not None and any(fnmatchcase(fact, pattern) for pattern in wanted)
    raise NotImplementedError(f"this simulation knows no {operator}")
