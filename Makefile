# One command each; every target sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: test postgres browser lint format demo crawl bench quality speed train fuzz lock clean

$(READY): pyproject.toml deploy/constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c deploy/constraints.txt -e '.[dev]'
	$(BIN)/python -m compileall -q newscrawler
	touch $@

## everything that CI runs
test: lint postgres browser
	$(BIN)/python -m pytest -n auto

## a PostgreSQL server for the tests, which start one of their own
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
	|| { apt-get update -q && apt-get install -q -y --no-install-recommends postgresql; } \
	|| { echo "install a PostgreSQL server (14 or later) and put its initdb in PATH" >&2; exit 1; }

## a browser for the tests of the reading room, and fonts that know Chinese
browser:
	@command -v chromium >/dev/null \
	|| { apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-noto-cjk; } \
	|| { echo "install Chromium and put it in PATH as 'chromium'" >&2; exit 1; }

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## the replica media room, crawled by the real spider: no network
demo: $(READY)
	$(BIN)/python -m fixtures.demo

## the live site
crawl: $(READY)
	$(BIN)/scrapy crawl qbpc_news

## every figure, against its peer, in one run
bench: $(READY)
	$(BIN)/python -m bench

## extraction against pages with known contents: make quality BENCH=folder
BENCH :=
quality: $(READY)
	$(BIN)/python -m bench.quality "$(BENCH)"

## what extraction costs over a bare parse of the same pages: make speed BENCH=folder
speed: $(READY)
	$(BIN)/python -m bench.speed "$(BENCH)"

## learn the weights anew from such pages: make train BENCH="folder/articles folder/listings"
train: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c deploy/constraints.txt -e '.[train]'
	$(BIN)/python -m bench.train $(BENCH)

## every parser of outside bytes, SECONDS for each: make fuzz SECONDS=600
SECONDS := 60
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c deploy/constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

## pin what a fresh resolution gives today
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(VENV)/lock/bin/python -m pip freeze --exclude-editable > deploy/constraints.txt
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dist
