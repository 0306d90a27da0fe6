"""Implement the ports; clients are passed in, boto3 is never imported here."""
