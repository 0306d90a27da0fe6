"""A receiver as it should be: verify first, remember what was seen, answer at once.

pip install standardwebhooks
WEBHOOK_SECRET=whsec_... PORT=8080 python3 examples/receive_webhooks.py
"""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

WEBHOOK = Webhook(os.environ["WEBHOOK_SECRET"])
SEEN: set[str] = set()  # in real life a table: the same event may come twice


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            event = WEBHOOK.verify(raw, headers)
        except WebhookVerificationError:
            self.send_response(400)
            self.end_headers()
            return
        self.send_response(204)
        self.end_headers()
        if headers["webhook-id"] not in SEEN:
            SEEN.add(headers["webhook-id"])
            print(event["type"], event["id"], flush=True)


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
