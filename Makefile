# In a fresh clone, start with `make demo` or `make test`.
# Requires Python 3.10 or later, make, and either the Pulumi CLI or Go (see tools/pulumi_cli).

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python
# For two cores: two of the processes run engine tests, which keep half a core busy each.
PYTEST := $(VENV)/bin/python -m pytest -n 3 --dist worksteal
READY  := $(VENV)/.ready
DOCS   := $(VENV)/docs
UV     := uv==0.13.9
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make requirements' $(VENV)/uv/bin/python -m uv pip compile \
  --quiet --upgrade --universal --python-version 3.10 --generate-hashes

# Containers often set it: each process of pytest would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

# Find the Pulumi CLI (download or build it once), and put it first on PATH for the next command.
WITH_CLI = bin="$$($(RUN) tools/pulumi_cli)" && PATH="$$bin:$$PATH" PULUMI_RUNSITE_CLI_BIN="$$bin"

.DEFAULT_GOAL := help
.PHONY: help venv cli demo test lint types generated unit engine reliability mutants benchmark generate emulator \
  format requirements docs release-check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

venv: $(READY) ## create .venv with the pinned tools and this package

cli: $(READY) ## print the folder of the Pulumi CLI; download or build it if needed
	@$(RUN) tools/pulumi_cli

demo: $(READY) ## run examples/shop against the emulator: preview, up, change, destroy
	@$(WITH_CLI) $(RUN) tools/demo

test: lint types generated ## all checks and tests, including the engine tests
	@$(WITH_CLI) $(PYTEST)

lint: $(READY) ## run ruff: lint rules and formatting
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check

types: $(READY) ## run mypy in strict mode
	@$(RUN) -m mypy
	@$(RUN) -m mypy -p tools
	@$(RUN) -m mypy benchmarks/*.py

generated: $(READY) ## check that the generated files are up to date
	@$(RUN) -m tools.generate --check

unit: $(READY) ## run the tests that do not need the Pulumi CLI
	@$(PYTEST) -m 'not engine'

engine: $(READY) ## run the tests with the real Pulumi engine
	@$(WITH_CLI) $(PYTEST) -m engine

reliability: $(READY) ## run every fault at every request through both adapters, and long random programs
	@RUNSITE_RELIABILITY=all $(PYTEST) tests/reliability tests/adapters/test_api_variants.py

mutants: $(READY) ## print how many small changes of the most critical modules the tests notice
	@$(RUN) -m tools.mutation

benchmark: $(READY) ## compare this provider to one that does nothing and a naive one; seven minutes
	@$(WITH_CLI) $(RUN) -m benchmarks

generate: $(READY) ## regenerate the generated files
	@$(RUN) -m tools.generate

emulator: $(READY) ## run the Runsite emulator; prints its URL, then an API key
	@$(RUN) -m pulumi_runsite.emulator

format: $(READY) ## format the code and apply the fixes of ruff
	@$(RUN) -m ruff check --fix
	@$(RUN) -m ruff format

requirements: $(READY) ## update the pinned versions in requirements/
	@$(PYTHON) -m venv $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip install --quiet '$(UV)'
	@$(COMPILE) --extra emulator --group dev --output-file requirements/test.txt \
	  pyproject.toml requirements/build.in requirements/examples.in
	@$(COMPILE) --group docs --output-file requirements/docs.txt

docs: $(DOCS)/.ready ## build the documentation as a site in build/site, and check its links
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/python -m mkdocs build --strict --config-file tools/site/mkdocs.yml

release-check: $(READY) ## build, check, install and try the archives of a release
	@$(WITH_CLI) $(RUN) -m tools.release check

clean: ## remove the files these targets created here; the cached CLI is kept
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build dist

# Versions are pinned with hashes, so that test runs are reproducible.
$(READY): requirements/test.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("Python 3.10 or later is required, this is %d.%d. Choose another one: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo 'Creating $(VENV) with the pinned tools and this package. This takes two to three minutes, without output.' >&2
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

$(DOCS)/.ready: requirements/docs.txt
	@$(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.txt
	@touch $@
