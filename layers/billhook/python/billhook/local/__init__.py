"""The one-machine cloud: an emulator, a local Textract, a webhook receiver; never part of a Lambda layer."""
