"""``billhook deliveries``: deliveries to a destination, their attempts, and resending."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from billhook.cli.client import ApiClient, place, segment
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Json, Limit, Timeout
from billhook.cli.output import Output
from billhook.cli.profile import profile
from billhook.cli.waiting import followed

COLUMNS = ("id", "eventType", "status", "attemptCount", "lastStatusCode", "lastError", "updated")
FINAL = {"DELIVERED", "EXHAUSTED", "CANCELLED"}
Delivery = dict[str, Any]
app = typer.Typer(no_args_is_help=True)
DeliveryId = Annotated[str, typer.Argument(help="The delivery's id.", show_default=False)]
DestinationId = Annotated[str, typer.Argument(help="The destination's id.", show_default=False)]


@app.command("list")
def list_(
    destination_id: DestinationId,
    status: Annotated[list[str] | None, typer.Option("--status", help="Only these: PENDING, EXHAUSTED, ...")] = None,
    limit: Limit = 20,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """List deliveries to a destination in the last 30 days, newest first."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    statuses = ",".join(status or []) or None
    deliveries = api.listed(f"/v2.2/delivery/destination/{segment(destination_id)}", limit=limit, status=statuses)
    Output(as_json).show(deliveries, COLUMNS)


@app.command()
def get(delivery_id: DeliveryId, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Show a delivery with its attempts: time, duration and response."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).one(api.get(place("delivery", delivery_id)))


@app.command()
def resend(
    delivery_id: DeliveryId,
    timeout: Timeout = 30,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Make one more attempt now, also for finished deliveries. Exit code 1 when the receiver did not accept it."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    before = len(_manual(api.get(place("delivery", delivery_id))))
    api.post(f"{place('delivery', delivery_id)}/resend", {})
    delivery = _waited(api, delivery_id, lambda now: len(_manual(now)) > before, timeout)
    made = _manual(delivery)[-1]
    Output(as_json).show([made], ("trigger", "at", "statusCode", "error", "durationMs"))
    if made["statusCode"] is None or not 200 <= made["statusCode"] < 300:
        raise typer.Exit(Exit.SOME_FAILED)


def ended(api: ApiClient, delivery_id: str, *, timeout: float) -> Delivery:
    """Wait for the final state of a delivery. Raises CliError (TIMED_OUT)."""
    return _waited(api, delivery_id, lambda now: now["status"] in FINAL, timeout)


def tried(api: ApiClient, delivery_id: str, *, timeout: float) -> Delivery:
    """Wait for the first attempt of a delivery. Raises CliError (TIMED_OUT)."""
    return _waited(api, delivery_id, lambda now: now["status"] in FINAL or now["attemptCount"] > 0, timeout)


def _manual(delivery: Delivery) -> list[dict[str, Any]]:
    return [made for made in delivery["attempts"] if made["trigger"] == "MANUAL"]


def _waited(api: ApiClient, delivery_id: str, is_over: Callable[[Delivery], bool], timeout: float) -> Delivery:
    later = f"Delivery continues. Check later: billhook deliveries get {delivery_id}"
    late = CliError(f"No attempt finished within {timeout:.0f} s.", Exit.TIMED_OUT, advice=later)
    *_, delivery = followed(api, place("delivery", delivery_id), is_over, timeout=timeout, late=late)
    return delivery
