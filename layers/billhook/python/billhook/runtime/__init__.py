"""Infrastructure of a Lambda process: AWS session, container, HTTP, batches, logs."""
