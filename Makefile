# One command is enough for a learner: `make study`. The work is done in tools/setup.py.
# More words for a command go in ARGS: make study ARGS="03".

ARGS =
# The first Python ≥ 3.11 that can make virtual environments, else any python3, for tools/setup.py to say what is missing.
# Each is run, not only looked for: version managers put names on PATH that do not run. That can take long: .venv's own
# comes first. Evaluated only where it is used.
# One that is named (make test PYTHON=python3.13) is used even if .venv has another; else a .venv that works is kept.
PYTHON ?= $(shell for p in $(BIN)/python python3.13 python3.12 python3.11 python3 python; do \
	  if "$$p" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo "$$p"; exit; fi; \
	done; echo python3)
SETUP = "$(PYTHON)" tools/setup.py $(if $(filter-out file,$(origin PYTHON)),--this-python)
BIN = .venv/bin
# As in an activated environment: nbgrader, for one, looks for alembic on PATH.
WITHIN = PATH="$(CURDIR)/$(BIN):$$PATH"

.DEFAULT_GOAL := help
.PHONY: help study clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-14s %s\n", $$1, $$2 }'

study: ## open the course in JupyterLab; sets everything up the first time
	@$(SETUP)
	@$(WITHIN) $(BIN)/chainrule study $(ARGS)

clean: ## remove .venv and what was built; your own work stays
	rm -rf .venv build dist lib/*.egg-info .pytest_cache .hypothesis

# -- For course staff, from here: the bundle for learners ends above this line.

.PHONY: test lint setup demo build check-release lock
# How many at a time, and in which order, is said in tests/conftest.py; make test ARGS="-n 0 --pdb" runs them in one process.
SPREAD = -n auto --dist loadgroup --no-loadscope-reorder

test: ## run the tests
	@$(SETUP) --with test
	@$(WITHIN) $(BIN)/python -m pytest $(SPREAD) $(ARGS)

lint: ## look at the code without running it: form, mistakes, types
	@$(SETUP) --with test
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy

setup: ## set up what course staff and the tests need, and say what is next
	@$(SETUP) --with test --next

demo: ## grade a class of 24 simulated learners, cheats among them, and hold every score against the truth
	@$(SETUP) --with test
	@$(WITHIN) $(BIN)/python tools/demo.py $(ARGS)

build: ## build the notebooks from their sources
	@$(SETUP) --with test
	@$(WITHIN) $(BIN)/chainrule staff build $(ARGS)

check-release: ## fail if a notebook is older than its source, or a check lacks its evidence
	@$(SETUP) --with test
	@$(WITHIN) $(BIN)/chainrule staff build --check
	@$(WITHIN) $(BIN)/chainrule staff evidence

# One lock for all systems and Pythons: --universal. The fewest versions, so that everyone has the same NumPy.
# Packages on this machine's disk must not get in: no find-links, no configuration. The study lock follows the test lock.
LOCK = env -u PIP_FIND_LINKS -u UV_FIND_LINKS uv --no-config pip compile --quiet --universal --fork-strategy fewest \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" pyproject.toml
lock: ## choose the newest fitting version of every package anew (needs uv)
	$(LOCK) --upgrade --extra test -c requirements/constraints.txt -o requirements/test.txt
	$(LOCK) --upgrade --extra study -c requirements/test.txt -o requirements/study.txt
