"""Refusals of bodies that are too large, each with a signed form for every file of the request."""

from collections.abc import Sequence
from typing import TypeVar

from billhook.domain.errors import Invalid, TooLarge
from billhook.domain.ids import CompanyId, SiteId
from billhook.domain.stored_file import safe_name
from billhook.runtime.request import Request
from billhook.usecases.intake.offer_uploads import OfferUploads
from billhook.wire.requests import MAX_FILES
from billhook.wire.uploads import offered_json

from .container import use_case

Refusal = TypeVar("Refusal", Invalid, TooLarge)


def offering_forms(
    refusal: Refusal, request: Request, company_id: CompanyId, file_names: Sequence[str], site_id: SiteId | None
) -> Refusal:
    """``refusal`` with a form for each file. Raises NotFound or UnknownReference."""
    names = [safe_name(name) for name in file_names[:MAX_FILES]]
    uploads = use_case(OfferUploads)(request.principal, company_id, names, site_id)
    refusal.uploads = tuple(offered_json(name, upload) for name, upload in zip(names, uploads, strict=True))
    return refusal


def offered_names(request: Request, field_names: Sequence[str]) -> list[str]:
    """Names of the files in a form that is too large."""
    return [part.file_name for part in request.refused_form.files if part.field_name in field_names]
