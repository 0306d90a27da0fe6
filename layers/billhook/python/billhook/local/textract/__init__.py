"""A local Textract: the AWS JSON protocol, the service's own limits and errors, a real OCR engine behind it."""
