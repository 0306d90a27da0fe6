"""The CDK app: one construct per concern, composed in ``stack.py``."""
