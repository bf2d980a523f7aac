# Two commands do everything: `make serve` and `make test`.
# Each installs what it needs, once: the stamps in .venv say what is there.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
FULL := $(VENV)/.full
LIGHT := $(VENV)/.light
SOURCES := $(shell git ls-files -co --exclude-standard -- mkdocs.yml terms glossary docs demos/results 'demos/*.py')
export HF_HUB_OFFLINE ?= 0
# One thread a process: on few cores two training threads wait for each other.
export OMP_NUM_THREADS ?= 1
export NO_MKDOCS_2_WARNING ?= 1

.PHONY: help serve site test judge check fix demo record bench lighthouse
help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 10

serve: $(LIGHT) ## build the site and serve it, live, on 127.0.0.1:8000
	@echo "The glossary will be at http://$(HOST):$(PORT)/ (Polish: http://$(HOST):$(PORT)/pl/). Ctrl-C stops it."
	$(BIN)/glossary serve --dev-addr $(HOST):$(PORT)

site: site/.built ## build the site into site/
site/.built: $(LIGHT) $(SOURCES)
	$(BIN)/glossary build
	@touch $@

test: $(FULL) ## everything: lint, types, contracts, unit, site and browser tests, and the demos that changed or have their turn
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m demos.lab.judging
	$(BIN)/python -m pytest -n 2 --durations=10
	$(BIN)/python -m demos.lab.judging --green

judge: $(FULL) ## judge every demo on a seed nobody has seen, however long it takes
	JUDGE_SECONDS=all $(BIN)/python -m pytest -n 2 --durations=10 -m demos

check: $(FULL) ## what finishes within a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/glossary check
	$(BIN)/python -m pytest -n 2 -m "not site and not browser and not demos"

fix: $(FULL) ## mend what tools can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: $(FULL) ## run a demo: make demo DEMO=lora
	@test -n "$(DEMO)" || { echo "which one? make demo DEMO=lora"; $(BIN)/python -m demos list; exit 2; }
	$(BIN)/python -m demos $(DEMO)

record: $(FULL) ## judge every demo on the recording seeds and write demos/results, weights included
	$(BIN)/python -m demos --all --record
	$(BIN)/python -m demos.lab.widgets

# The largest size takes an hour on two cores: make bench SIZES="100 1000 10000" BENCH=--profile
SIZES ?= 100 1000
bench: $(FULL) ## measure building beside plain MkDocs, a naive setup, Zensical and Hugo: one table
	$(BIN)/python -m benchmarks $(SIZES) $(BENCH)

lighthouse: site $(FULL) ## measure the site as a phone loads it (needs node and npm)
	bash .ci/lighthouse

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The light part: the site generator, no training library.
$(LIGHT): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

# The rest: training libraries, test tools, a browser.
$(FULL): $(LIGHT) .ci/browser .ci/shells
	$(PIP) --editable '.[demos,dev,bench]'
	bash .ci/browser
	bash .ci/shells
	@touch $@
