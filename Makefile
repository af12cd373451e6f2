# Two commands are all: `make demo` and `make test`. Both install what they need into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint install install-test lock clean

install: $(VENV)/.run          ## the program alone
install-test: $(VENV)/.test    ## the program and what its tests need

WEB := $(shell find web -type f -not -path '*/node_modules/*')

$(VENV)/.run: pyproject.toml requirements/run.txt hatch_build.py $(WEB)
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("sayso needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Give another: make PYTHON=python3.12 demo")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

demo: $(VENV)/.run             ## code the example dossier and show what it says
	@$(BIN)/sayso demo

test: $(VENV)/.test lint       ## lint, types and every test
	$(BIN)/python -m pytest -rs

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy

lock:                          ## pin again, with hashes and without hosts (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --group build pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --group build --group test --extra postgres pyproject.toml -o requirements/test.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
