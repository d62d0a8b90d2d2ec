# Skillmark. `make help` lists what there is; `make demo` and `make test` work in a fresh clone.
.DEFAULT_GOAL := help
SHELL := /bin/sh
SETUP := tools/setup.sh
PYTHON := .venv/bin/python
STAMP := .venv/.synced

.PHONY: help demo serve test check fix types imports test-core test-platform test-postgres \
	e2e pages interop vectors docs bench fuzz crash drill wheel screenshots clean

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml uv.lock .python-version
	@$(SETUP) sync --extra server --group docs
	@touch $@

demo: $(STAMP) ## Set everything up, seed the demo data, serve on loopback and say what to open
	@.venv/bin/skillmark demo

serve: $(STAMP) ## Serve your own installation (data in ./data) on loopback
	@.venv/bin/skillmark up

test: ## Set everything up and run all tests
	@tools/test.sh all

check: $(STAMP) ## Format, lint, types and layers, without changing anything
	@tools/test.sh check

fix: $(STAMP) ## Format and mend what the linter can mend
	@.venv/bin/ruff format && .venv/bin/ruff check --fix

types: $(STAMP) ## Check the types (strict)
	@.venv/bin/mypy

imports: $(STAMP) ## Check the layers
	@.venv/bin/lint-imports

test-core: ## The library's tests on its bare install, sockets off
	@tools/test.sh core

test-platform: $(STAMP) ## The platform's tests on SQLite
	@tools/test.sh platform

test-postgres: $(STAMP) ## The platform's tests on PostgreSQL (a throwaway server on loopback)
	@tools/test.sh postgres

pages: $(STAMP) ## Every page in all four views: narrow and wide, light and dark
	@SKILLMARK_ALL_VIEWS=1 .venv/bin/pytest -q tests/e2e/test_pages.py

e2e: $(STAMP) ## The journeys in a real browser, with axe and screenshots
	@tools/test.sh e2e

interop: $(STAMP) ## Foreign verifiers (npm, PyPI) accept ours, and ours accepts theirs
	@tools/test.sh interop

docs: $(STAMP) ## Build the documentation into site/
	@env NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet

bench: $(STAMP) ## Measure speed, next to peers in the same run
	@$(PYTHON) benchmarks/canon.py
	@$(PYTHON) benchmarks/issue_verify.py
	@$(PYTHON) benchmarks/bulk.py
	@$(PYTHON) benchmarks/skills.py
	@$(PYTHON) benchmarks/lists.py
	@$(PYTHON) benchmarks/stack.py
	@$(PYTHON) benchmarks/dry_run.py
	@$(PYTHON) benchmarks/log.py
	@$(PYTHON) benchmarks/anchor.py

fuzz: $(STAMP) ## Mutate credentials for minutes: no false accept, no unhandled exception
	@HYPOTHESIS_PROFILE=fuzz .venv/bin/pytest tests/properties -q

crash: $(STAMP) ## The log, for an hour: its writer killed while 100,000 entries go in, every bit of every proof
	@SKILLMARK_TEST_EXHAUSTIVE=1 .venv/bin/pytest -n 2 -q tests/core/log tests/logstore

drill: $(STAMP) ## A key is stolen on a throwaway site: halt, revoke, replace, issue again, verify; timed
	@$(PYTHON) tools/drill.py

screenshots: $(STAMP) ## Take the pictures of the documentation from a running demo
	@$(PYTHON) tools/screenshots.py

wheel: $(STAMP) ## Build the wheel and try it in an empty environment
	@tools/test.sh wheel

clean: ## Remove what the tools made (never your data)
	@rm -rf .venv .venv-core .tools .cache artefacts build dist site
