"""A local Textract: the AWS JSON protocol, limits and errors of the service, with a real OCR engine."""
