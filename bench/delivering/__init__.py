"""What measuring deliveries stands on: receivers, a queue with its workers, a company with its destinations."""
