"""One module per noun; each command imports what it needs when it runs, so that ``billhook --help`` stays quick."""
