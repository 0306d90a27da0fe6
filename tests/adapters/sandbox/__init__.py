"""Reading real bytes: the sandboxed child, its gate, its geometry, its limits; and the Textract adapter."""
