# Two commands: `make run` shows a searchable archive, `make test` checks everything. Both make the environment first;
# `make env` makes it alone.
#
# Versions: pyproject.toml states ranges; requirements.txt pins what a plain install needs, requirements-dev.txt also what
# tests and checks need, each file by its hash. `make lock` writes both after a change of pyproject.toml and leaves the
# versions that still fit as they are; `make lock UPGRADE=--upgrade` renews all, UPGRADE="--upgrade-package lxml" one.
PYTHON ?= python3
PORT ?= 8001
PORTALS ?=
UPGRADE ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: env run test format lock clean

# The environment follows the pinned versions. They include pip and the build backend, so that nothing else is fetched.
# setuptools warns of every editable install; here it is meant.
.venv/ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Cổng Tin needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Making the environment (once; a minute or two) ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation -e .
	@touch .venv/ready

env: .venv/ready

run: .venv/ready
	@$(BIN)/scrapy quickstart --port $(PORT) $(PORTALS)

test: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# uv only writes the two files: it knows how to pin for every Python and system at once. pip installs from them.
UV := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

lock:
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(UV) --group test --group lint --output-file requirements-dev.txt
	@$(UV) --no-annotate --constraints requirements-dev.txt --output-file requirements.txt

clean:
	rm -rf .venv build *.egg-info
