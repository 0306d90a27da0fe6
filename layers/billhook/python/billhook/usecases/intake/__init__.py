"""Accept files: uploads, URLs, pre-signed forms, drops."""
