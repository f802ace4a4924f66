# Everything a newcomer needs. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
.PHONY: help setup try test check bench run lock screens

help: ## List what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 16

setup: .venv/ready ## Make .venv with everything in it; then .venv/bin/reading-room works

.venv/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Reading Room needs Python 3.11 or later; name one: make setup PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Setting up .venv: a minute or two, once."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

try: setup ## Try it without Slack: type /modality MRI, see the card
	@$(BIN)/reading-room try --terminal

test: setup ## Run every test
	$(BIN)/pytest --cov --cov-report=term:skip-covered

check: setup ## Lint, types, import floors, the pack, the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reading-room check knowledge
	$(BIN)/pytest

bench: setup ## Measure; the figures are ratios within one run
	$(BIN)/python -m benchmarks

run: setup ## Serve HTTP and Socket Mode as the Procfile says, with the settings of .env
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/honcho start

screens: setup ## Draw the screens of the README anew
	$(BIN)/python docs/screens.py

lock: ## Write requirements.lock anew from the ranges of pyproject.toml (needs uv)
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --output-file requirements.lock pyproject.toml
