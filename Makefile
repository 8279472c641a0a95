# Everything a newcomer types. `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin
APPS := $(notdir $(patsubst %/app.yml,%,$(wildcard templates/[!_]*/app.yml)))

# Every way of adopting takes its own real servers; together they would outlast a person's patience.
LONG := tests/adopt tests/playbooks/test_servers.py tests/fleet/test_servers.py tests/fleet/test_workers.py
SAMPLE := tests/adopt/test_first_adoption.py tests/adopt/test_check.py

.PHONY: help setup demo test check lint types unit servers templates fuzz postgresql app long audit bench lock messages docs

help:  ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.venv/kit: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: requirements-dev.txt .venv/kit
	$(BIN)/uv pip install -q --require-hashes -r requirements-dev.txt
	touch $@

setup: .venv/dev  ## Make the environment for working on the kit

demo: .venv/kit  ## Adopt Kota Tangerang on this machine and print its addresses
	$(BIN)/smartcity adopt kota-tangerang --embedded --yes

test: check unit servers templates  ## Everything CI runs

check: setup  ## Only what needs no run: format, lint, types
	$(MAKE) -j2 --output-sync lint types

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	cd playbooks && ../$(BIN)/ansible-lint --offline -q --profile production

types:
	$(BIN)/mypy smartcity_kit tests
	tests/templates/in_place types $(CURDIR)/$(BIN) _base $(APPS)

unit:
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests $(LONG:%=--ignore=%)

servers:
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(SAMPLE)

long: setup  ## The long matrix on real servers, of which `make test` runs a sample
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(LONG)

templates:
	tests/templates/in_place tests $(CURDIR)/$(BIN) _base $(APPS)

fuzz: setup  ## schemathesis against every app's API, at length and with a new seed each time
	SMARTCITY_TESTS_EXAMPLES=1000 SMARTCITY_TESTS_SEED=$$(date +%s) $(BIN)/python -m pytest tests/templates/test_openapi.py

postgresql: setup  ## The apps' own tests on a real PostgreSQL, made for the run and ended after it
	tests/templates/on_postgresql $(CURDIR)/$(BIN) _base $(APPS)

app: setup  ## Lint, types and tests of one app: make app APP=laksa
	$(BIN)/ruff check templates/$(APP)
	$(BIN)/ruff format --check templates/$(APP)
	$(BIN)/djlint --quiet --lint templates/$(APP)
	tests/templates/in_place types $(CURDIR)/$(BIN) $(APP)
	tests/templates/in_place tests $(CURDIR)/$(BIN) $(APP)

audit: setup  ## Ask PyPI and npm for known vulnerabilities of what is locked (3: they could not be asked)
	$(BIN)/python -m tests.audit

bench: setup  ## Print the numbers of docs/benchmarks.md
	$(BIN)/python -m tests.bench

lock:  ## Renew the lock files: names, versions and hashes (UPGRADE=--upgrade for newer ones)
	$(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  templates/_base/requirements.in -o templates/_base/requirements.txt
	$(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  templates/_base/installer.in -o templates/_base/installer.txt
	$(BIN)/python -m smartcity_kit.release.licences
	$(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml requirements.in requirements-dev.in -o requirements-dev.txt

messages:  ## Renew and compile the catalogues: Indonesian of the command line, English of the apps
	$(BIN)/pybabel -q extract -o .venv/smartcity.pot --no-location --sort-output smartcity_kit
	$(BIN)/pybabel -q update -D smartcity -i .venv/smartcity.pot -d smartcity_kit/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -D smartcity -d smartcity_kit/locale
	$(BIN)/python -m tests.templates.words

docs:  ## Renew the generated reference pages
	$(BIN)/python -m docs.generate
