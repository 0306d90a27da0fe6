"""What only a Lambda process needs: the AWS session, the container, HTTP, batches, logs."""
