# Everything a newcomer needs. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
.PHONY: help setup try test coverage lint check bench run playground screens knowledge-report lock

help: ## List what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 24

setup: .venv/ready ## Make .venv with everything in it; then .venv/bin/reading-room works

.venv/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Reading Room needs Python 3.11 or later; name one: make setup PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Setting up .venv: a minute or two, once."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

try: setup ## Try it without Slack: a page in the browser, the real bot behind it
	@$(BIN)/reading-room try

test: setup ## Run every test
	$(BIN)/pytest -n auto

coverage: setup ## The same, and what no test runs; takes a third longer
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered

lint: setup ## Lint, types, import floors, the pack
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reading-room check knowledge

check: lint ## All that a change must pass: lint, and the tests
	$(BIN)/pytest -n auto

bench: setup ## Measure; the figures are ratios within one run
	$(BIN)/python -m benchmarks

run: setup ## Serve HTTP and Socket Mode as the Procfile says, with the settings of .env
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/honcho start web worker

playground: ## Build the page of make try anew (needs Node.js)
	cd page && npm ci --no-audit --no-fund && npm run build

screens: setup ## Draw the pictures of the README anew (needs Chromium)
	$(BIN)/python docs/screens.py

knowledge-report: setup ## Write docs/knowledge.md anew: what the pack holds, and how well it is founded
	$(BIN)/python docs/knowledge_report.py

lock: ## Write requirements.lock anew from the ranges of pyproject.toml (needs uv)
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --output-file requirements.lock pyproject.toml
