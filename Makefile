# The claim tracker: make help lists the targets.
PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
DB := claims.db
EVAL ?= ../shared/eval
INPUTS ?= 1000000

.PHONY: help run demo demo-large test coverage check lint audit fuzz accuracy bench chaos reliability structure screenshots lock docs clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {gsub(/\$$\(PORT\)/, "$(PORT)"); printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.installed $(DB)  ## install, build claims.db from seeds/ if it is missing, serve on port $(PORT)
	@PORT=$(PORT) $(BIN)/tracker serve --db $(DB)

$(DB): | $(VENV)/.installed
	@echo "Building $(DB) from seeds/ ..."
	@rm -f $(DB).new $(DB).new-wal $(DB).new-shm
	@$(BIN)/tracker init --seeds seeds --db $(DB).new > /dev/null
	@mv $(DB).new $(DB)

demo: $(VENV)/.installed  ## build demo.db from fictional documents that show every feature (then: make run DB=demo.db)
	@$(BIN)/python -m tools.demo demo.db

test: $(VENV)/.tools  ## run every test on all cores, browser tests included where Chromium is
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

coverage: $(VENV)/.tools  ## the same, counting which lines ran (a quarter slower)
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal --cov=tracker --cov-report=term:skip-covered

lint: $(VENV)/.tools  ## ruff, mypy, import-linter, the generated docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m cogapp --check docs/cli.md docs/schema.md docs/datasette.yaml

audit: $(VENV)/.installed  ## ask whether a dependency is known to be unsafe; loud where nobody can be asked
	@$(BIN)/pip install --quiet --disable-pip-version-check --retries 1 pip-audit || true
	@$(BIN)/python -m tools.audit requirements.lock

fuzz: $(VENV)/.tools  ## try INPUTS= made-up inputs (a million) on reading, extraction, quantities, Markdown, search, check
	$(BIN)/python -m tools.fuzz --inputs $(INPUTS) --report docs/reliability.md

check: lint test  ## all that must be green before a change lands

accuracy: $(VENV)/.tools  ## measure extraction and matching on the data in EVAL= and write docs/accuracy.md
	$(BIN)/python -m benchmarks.accuracy --eval $(EVAL)

bench: $(VENV)/.tools  ## measure speed beside other tools and write docs/performance.md (BENCH= gives options)
	$(BIN)/python -m benchmarks --eval $(EVAL) $(BENCH)

chaos: $(VENV)/.tools  ## kill 300 commands at random moments and write it into docs/reliability.md
	$(BIN)/python -m tools.chaos 300 --report docs/reliability.md

reliability: $(VENV)/.tools  ## measure kills, damages, races, hosts, slow files and made-up inputs for docs/reliability.md
	$(BIN)/python -m tools.reliability

structure: $(VENV)/.tools  ## count how the program is built and write it into CONTRIBUTING.md
	$(BIN)/python -m tools.structure --write

demo-large: $(VENV)/.tools  ## build demo-large.db: 100,000 invented claims in 5,000 documents, to measure the pages on
	$(BIN)/python -m tools.demo_large demo-large.db

docs: $(VENV)/.tools  ## write what is generated in docs/ anew: commands, the schema
	$(BIN)/python -m cogapp -r docs/cli.md docs/schema.md docs/datasette.yaml

screenshots: $(VENV)/.tools $(DB)  ## take the pictures of the docs anew (with the demo database where it is made)
	@if [ -f demo.db ]; then $(BIN)/tracker publish build/published --db demo.db; fi
	$(BIN)/python -m tools.screenshots docs/images seeds=$(DB) $(addprefix demo=,$(wildcard demo.db)) \
	    $(if $(wildcard demo.db),published=build/published)

lock: $(VENV)/.tools  ## lock the dependencies anew, with hashes
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	    --no-emit-options --no-header --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	    --no-emit-options --no-header --extra dev --constraint requirements.lock \
	    --output-file requirements-dev.lock pyproject.toml

clean:  ## remove the environment and caches; claims.db stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.tools: requirements-dev.lock $(VENV)/.installed
	@echo "Installing the test tools ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
