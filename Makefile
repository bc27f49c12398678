# Everything a newcomer needs: `make demo` and `make test`. Python 3.11 or later is the only thing to have beforehand.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := frontend/node_modules/.ready

.PHONY: demo test lint eval bench picture pictures page page-check clean

demo: $(READY) ## read the example articles
	$(BIN)/selon read examples/*.txt

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## ruff and mypy, strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(READY) ## score the annotated articles, their positions and their sources against the pinned floors
	$(BIN)/python -m evals
	$(BIN)/python -m evals.positions
	$(BIN)/python -m evals.who
	$(BIN)/python -m evals.second

bench: $(READY) ## words a second, cold start, time of `selon --help`
	$(BIN)/python -m evals.bench

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "selon needs Python 3.11 or later: install it, or name it (make PYTHON=/path/to/python3.12 …)" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

picture: $(READY) ## draw the picture in the README from real output
	$(BIN)/python docs/picture.py

pictures: $(READY) ## the pictures of the page in docs/page, taken by its tests (needs Chromium)
	SELON_PICTURES=1 $(BIN)/python -m pytest tests/browser/test_views.py -k fits

page: page-check ## bundle frontend/ into the package (needs Node.js; only for who changes it)
	cd frontend && npm run --silent build

page-check: $(NODE_READY) ## the types of the page's TypeScript
	cd frontend && npm run --silent check

$(NODE_READY): frontend/package-lock.json
	cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

clean: ## remove the environment and caches
	rm -rf frontend/node_modules $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
