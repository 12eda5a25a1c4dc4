# Shouwen 首问. `make` alone lists what there is.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first interpreter that really runs, is new enough and can build an environment.
PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
BIN := .venv/bin
BUILT := .venv/built-from-lock
COMPILE := $(BIN)/pip-compile --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --no-header \
	--allow-unsafe --quiet
DAYS ?= 365
COUNT ?= 20000
SEED ?= 1
SEEDS ?= 40
ARGS ?=

.PHONY: help env demo test check lint texts bench simulation figures interest years mutants faults shots lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

env: $(BUILT) ## build .venv from the lock file (again only when the lock has changed)

$(BUILT): requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed (Debian: python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: env ## everything from nothing to a running site with demo data (SHOUWEN_PORT, default 8000)
	@exec $(BIN)/flask demo

test: env ## the tests; ARGS="tests/laws -x" for some of them
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadgroup $(ARGS)

check: lint test ## lint, types, tests: what CI runs

lint: env ## ruff, its format, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

texts: env ## twenty thousand mixed texts at every text door (COUNT=20000)
	SHOUWEN_TEST_TEXTS=$(COUNT) $(BIN)/python -m pytest tests/schemas/test_mixed_texts*.py tests/web/test_mixed_texts*.py tests/cli/test_mixed_texts*.py -n 2

bench: env ## the benchmarks, ratios against floors
	$(BIN)/python -m benchmarks $(ARGS)

simulation: env ## a city's year of complaints, the promises checked throughout (long; DAYS=365 SEED=1)
	$(BIN)/flask simulate --days $(DAYS) --seed $(SEED)

figures: env ## a simulated year, its promises and figures computed again from the events every day (long; DAYS=365 SEED=1)
	SHOUWEN_TEST_EVERYTHING=1 SHOUWEN_TEST_DAYS=$(DAYS) SHOUWEN_TEST_SEED=$(SEED) $(BIN)/python -m pytest tests/commitments/test_figures_from_events.py -n 2

interest: env ## random organisations and acts against the model of who is kept out, each rule removed in turn (long; SEEDS=40)
	SHOUWEN_TEST_EVERYTHING=1 SHOUWEN_TEST_SEEDS=$(SEEDS) $(BIN)/python -m pytest tests/organisation/test_conflicts_*.py tests/access/test_hidden*.py -n 2

years: env ## three rulebooks of other offices beside the shipped one, a simulated year each, the promises checked throughout (long; DAYS=365)
	SHOUWEN_TEST_DAYS=$(DAYS) SHOUWEN_TEST_SEED=$(SEED) $(BIN)/python -m pytest tests/simulation/test_foreign_years.py -n 2

mutants: env ## rulebooks with one thing changed: what check accepts lives a month without a broken promise (long; COUNT=200)
	SHOUWEN_TEST_MUTANTS=$(if $(filter 20000,$(COUNT)),200,$(COUNT)) $(BIN)/python -m pytest tests/workflows/test_mutants.py -n 2

faults: env ## what happens when a process dies, a database or channel falls silent, a client is slow, a clock steps back (loopback only)
	SHOUWEN_TEST_EVERYTHING=1 $(BIN)/python -m pytest -n 2 --dist loadgroup tests/simulation/test_crash.py tests/simulation/test_waiting.py \
	  tests/web/test_waits.py tests/web/test_slow_clients.py tests/web/test_clock_skew.py tests/cli/test_missing_database.py tests/notifications

shots: env ## pictures of every page, wide and narrow, Chinese and English, into shots/
	$(BIN)/python -m tests.browser.shots $(ARGS)

lock: env ## pin pyproject.toml again in requirements*.txt; ARGS=--upgrade for newer versions
	$(COMPILE) --extra dev --output-file requirements-dev.txt $(ARGS) pyproject.toml
	$(COMPILE) --constraint requirements-dev.txt --output-file requirements.txt $(ARGS) pyproject.toml

clean: ## remove .venv and caches; instance/ with its database and secrets stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis .benchmarks shots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
