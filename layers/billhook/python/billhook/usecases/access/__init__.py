"""Authentication, access policy, rate limits and idempotency."""
