"""The command line ``billhook``: what a person or a script does with Billhook, on this machine or against a cloud."""
