# Two commands do everything on a machine with Python 3.11+ (with venv), git, OpenSSH's client and make:
#   make demo       set up and play a whole year on throwaway keys (into build/demo/)
#   make test       set up and pass lint, types and tests
# What takes minutes is apart, and so is what is made for reading:
#   make test-long  kills, browsers, fuzzing, load, the site
#   make fuzz       bytes that nobody wrote, for every reader: SECONDS=60 for each of TARGETS (all); finds go into build/fuzz/
#   make docs       docs/ as a site (into build/site/), its links checked; the drawing in docs/architecture.md
#   make coverage   which branches the tests of TESTS (all but the long ones) reach (into build/coverage/html/)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := bwtb/locale/zh_CN/LC_MESSAGES/bwtb.po
TESTS ?= tests
PYTEST := -n 2 --dist worksteal
SECONDS ?= 60
TARGETS ?=

.PHONY: setup setup-docs setup-fuzz demo test test-long fuzz coverage lint types messages compile-messages docs clean

setup: $(VENV)/.ready
setup-docs: $(VENV)/.ready-docs
setup-fuzz: $(VENV)/.ready-fuzz

$(VENV)/.ready: pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check -q -e '.[dev]'
	touch $@

$(VENV)/.ready-docs: $(VENV)/.ready
	$(BIN)/pip install --disable-pip-version-check -q -e '.[docs]'
	touch $@

# Without Atheris hypothesis changes the corpora, which learns nothing from what was reached.
$(VENV)/.ready-fuzz: $(VENV)/.ready
	$(BIN)/pip install --disable-pip-version-check -q -e '.[fuzz]' || echo "Atheris cannot be installed: hypothesis takes its place." >&2
	touch $@

demo: setup compile-messages
	rm -rf build/demo
	$(BIN)/bwtb demo -o build/demo

test: setup compile-messages lint types
	$(BIN)/pytest $(PYTEST) -m "not long"

test-long: setup setup-docs setup-fuzz compile-messages
	$(BIN)/pytest $(PYTEST) -m long

fuzz: setup-fuzz compile-messages
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(TARGETS)

# The report is made where tests fail, too; then it ends as they did. Processes that a test killed leave data that can't be read.
coverage: setup compile-messages
	rm -rf build/coverage
	mkdir -p build/coverage
	$(BIN)/coverage run -m pytest $(PYTEST) -m "not long" $(TESTS); code=$$?; \
	$(BIN)/coverage combine -q && rm -f build/coverage/data.* && \
	$(BIN)/coverage html -q && $(BIN)/coverage report && exit $$code

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache --no-logo

types: setup
	$(BIN)/mypy

# Collect new messages into the Chinese catalog; translate the empty ones by hand afterwards.
messages: setup
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ --no-location --sort-output --no-wrap --project=bwtb --version= --msgid-bugs-address= -o build/bwtb.pot .
	$(BIN)/pybabel -q update -i build/bwtb.pot -o $(PO) -l zh_CN --no-wrap --ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete

compile-messages: setup
	$(BIN)/pybabel -q compile -D bwtb -d bwtb/locale

docs: setup-docs compile-messages
	$(BIN)/python docs/draw.py
	$(BIN)/python docs/website.py

clean:
	rm -rf $(VENV) build dist
