"""The stores on one DynamoDB table: ``keys`` builds primary keys, ``rows`` encodes items."""
