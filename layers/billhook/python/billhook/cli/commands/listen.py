"""``billhook listen``: a receiver on this machine that verifies webhooks, shows them and passes them on."""
