"""``python -m billhook.local.textract --port 4567 --emulator http://127.0.0.1:4566 --state DIR``."""

from billhook.local.textract.server import main

main()
