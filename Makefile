# Two commands for a fresh clone: `make demo` and `make test`.
# Needed: Python 3.10 or later, make, and either the Pulumi CLI or Go (see tools/pulumi_cli).

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python
READY  := $(VENV)/.ready
UV     := uv==0.13.9

# Finds the Pulumi CLI (or makes it, once), and puts it first on PATH for what follows.
WITH_CLI = bin="$$($(RUN) tools/pulumi_cli)" && PATH="$$bin:$$PATH" PULUMI_RUNSITE_CLI_BIN="$$bin"

.DEFAULT_GOAL := help
.PHONY: help venv cli demo test lint types generated unit engine generate emulator format requirements clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

venv: $(READY) ## make .venv with the pinned tools and this package in it

cli: $(READY) ## print the folder of the Pulumi CLI; find, download or build it first
	@$(RUN) tools/pulumi_cli

demo: $(READY) ## declare, preview, up, change, destroy, against a local Runsite
	@$(WITH_CLI) $(RUN) tools/demo.py

test: lint types generated ## everything, the engine tests included
	@$(WITH_CLI) $(RUN) -m pytest

lint: $(READY) ## ruff: habits and layout
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check

types: $(READY) ## mypy, strict
	@$(RUN) -m mypy
	@$(RUN) -m mypy -p tools

generated: $(READY) ## are the generated files current?
	@$(RUN) -m tools.generate --check

unit: $(READY) ## the tests that need no engine
	@$(RUN) -m pytest -m 'not engine'

engine: $(READY) ## the tests that run the real engine
	@$(WITH_CLI) $(RUN) -m pytest -m engine

generate: $(READY) ## write the generated files anew
	@$(RUN) -m tools.generate

emulator: $(READY) ## a local Runsite; its URL is the first line
	@$(RUN) -m pulumi_runsite.emulator

format: $(READY) ## let ruff put the layout right
	@$(RUN) -m ruff check --fix
	@$(RUN) -m ruff format

requirements: $(READY) ## resolve requirements/test.txt anew, with hashes
	@$(PYTHON) -m venv $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip install --quiet '$(UV)'
	@UV_CUSTOM_COMPILE_COMMAND='make requirements' $(VENV)/uv/bin/python -m uv pip compile \
	  --quiet --upgrade --universal --python-version 3.10 --generate-hashes \
	  --extra emulator --group dev --output-file requirements/test.txt \
	  pyproject.toml requirements/build.in requirements/examples.in

clean: ## remove what these commands made in this folder; the cached CLI stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build dist

# Pinned by hash, so that a test run tomorrow is a test run today.
$(READY): requirements/test.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("Python 3.10 or later is needed, this is %d.%d; say which: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo 'Making $(VENV): the pinned tools, and this package.'
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
