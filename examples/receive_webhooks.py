"""A receiver as it should be: verify first, answer at once, do each event once, drop what is stale.

pip install standardwebhooks
WEBHOOK_SECRET=whsec_... PORT=8080 python3 examples/receive_webhooks.py
"""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

WEBHOOK = Webhook(os.environ["WEBHOOK_SECRET"])
SEEN: set[str] = set()  # in real life a table with a unique key: the same event may come twice
VERSIONS: dict[str, int] = {}  # by document: events may overtake one another


def handle(event: dict[str, Any]) -> None:
    """Process the event. In production put it on a queue: the sender waits 15 seconds for a response."""
    if event.get("test"):
        print("a test", event["type"], flush=True)
    elif event["version"] > VERSIONS.get(event["id"], 0):
        VERSIONS[event["id"]] = event["version"]
        print(event["type"], event["id"], flush=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            event = WEBHOOK.verify(raw, headers)  # the very bytes that came, and not older than five minutes
        except (WebhookVerificationError, ValueError):
            self.send_response(400)
            self.end_headers()
            return
        if headers["webhook-id"] not in SEEN:
            SEEN.add(headers["webhook-id"])
            handle(event)
        self.send_response(204)
        self.end_headers()


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
