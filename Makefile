# Everything a fresh machine needs: python3 >= 3.11 with venv, make and git.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test format lint types imports tests soak bench bench-serve lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .venv/run ## crawl the sample portal, build its index and serve it
	$(BIN)/timtin demo

test: format lint types imports tests ## everything that must be green; tests build the wheel too

format: .venv/develop ## is the code formatted
	$(BIN)/ruff format --check .

lint: .venv/develop ## is the code in good manners
	$(BIN)/ruff check .

types: .venv/develop ## do the types agree
	$(BIN)/mypy

imports: .venv/develop ## do the imports run the way the house allows
	$(BIN)/lint-imports

tests: .venv/develop ## the tests, the wheel among them
	$(BIN)/python -m pytest -m "not soak"

soak: .venv/develop ## the long runs: hundreds of kills, 100,000 inputs
	$(BIN)/python -m pytest -m soak --timeout=3600

bench: .venv/develop ## engines side by side: make bench ARGS="--sizes 5000"
	$(BIN)/python -m tests.benchmarks speed $(ARGS)

bench-serve: .venv/develop ## timtin under load beside a bare Flask route: ARGS="--size 5000"
	$(BIN)/python -m tests.benchmarks serve $(ARGS)

# pip takes hashes and an editable project only in two calls.
.venv/run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/develop: requirements/develop.txt pyproject.toml | .venv/run
	$(PIP) install --require-hashes -r requirements/develop.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "timtin needs Python 3.11 or later; name one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv

UV_COMPILE := uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
  --no-emit-index-url --extra all

lock: ## pin every dependency anew (needs uv on the PATH)
	$(UV_COMPILE) --group build pyproject.toml -o requirements/run.txt
	$(UV_COMPILE) --group dev -c requirements/run.txt pyproject.toml -o requirements/develop.txt

clean: ## remove the environment and what the tools left
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
