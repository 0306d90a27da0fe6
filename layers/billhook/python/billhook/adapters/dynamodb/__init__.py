"""The stores, on one DynamoDB table: ``keys`` says where a thing lies, ``rows`` what its item holds."""
