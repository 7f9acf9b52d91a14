# Two commands: `make run` shows a searchable archive, `make test` checks everything.
PYTHON ?= python3
PORT ?= 8001
PORTALS ?=
BIN := .venv/bin

.PHONY: run test format lint clean

# The environment is remade when the pinned versions change.
.venv/ready: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Cổng Tin needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Making the environment (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade -c constraints.txt pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group test --group lint -e .
	@touch .venv/ready

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

clean:
	rm -rf .venv build *.egg-info
