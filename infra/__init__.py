"""The cloud that Billhook runs in, as a CDK app: constructs by concern, put together in ``stack.py``."""
