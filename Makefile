# Commands for developers and for a first look. `make help` lists them.
SHELL := /bin/sh
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
.DEFAULT_GOAL := help

.PHONY: help setup run test prove check lint types format screenshots benchmarks statements lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: ## install everything into .venv (system libraries through apt where missing and allowed)
	@installers/linux/setup.sh

run: setup ## open the counter with a demo office; without a display run the same job headless
	@$(BIN)/counter-app demo

test: setup lint types ## the tests (the README's test command); about 10 minutes on two cores, installing included; about 8 once installed
	@mkdir -p build
	@REQUIREMENT_OUTCOMES=build/requirement-outcomes.json $(BIN)/pytest -q -n auto -m "not prove"

prove: ## what takes longer or needs servers
	@installers/linux/setup.sh prove
	@$(BIN)/pytest -q -n 2 --dist loadfile -m prove

check: test prove ## exactly what CI runs

lint: setup ## style and the arrows of the house
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports

types: setup ## strict types
	@$(BIN)/mypy

format: setup ## put the code into its form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

screenshots: setup ## pictures of every screen and state under docs/images
	@$(BIN)/python -m tests.screenshots docs/images

benchmarks: setup ## every benchmark, one JSON object each
	@for name in reception startup search forms qr sync lanes central; do $(BIN)/python -m benchmarks.$$name --json || exit 1; done

statements: ## compile the database's statements anew after a change in storage/queries or storage/tables
	@$(BIN)/python -m counter_app.storage.compile_statements

lock: ## rewrite the lock files from pyproject.toml (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

clean: ## remove what can be made again
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build dist out .demo
