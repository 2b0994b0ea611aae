# Two commands do everything: `make grade` and `make test`. Both set up what is missing first, and are cheap to repeat.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LESSON ?= lesson09
.DEFAULT_GOAL := help
.PHONY: help setup system browser database proxies grade test test-long test-all campaigns audit screenshots attack lint bench architecture release clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: system $(VENV)/.setup-done ## .venv with everything in it

$(VENV)/.setup-done: pyproject.toml constraints.txt autograder/sandbox/kernel/spec/kernel.json
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	$(BIN)/jupyter kernelspec install --sys-prefix --name autograder-jail autograder/sandbox/kernel/spec 2>/dev/null
	$(BIN)/python -c 'import matplotlib.font_manager'
	@touch $@

system: ## bubblewrap, installed where apt-get and the rights are there
	@[ "$$AUTOGRADER_RUNNER" = landlock ] || command -v bwrap >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing bubblewrap ..."; apt-get install -y -qq bubblewrap >/dev/null || \
	    { apt-get update -qq && apt-get install -y -qq bubblewrap >/dev/null; }; \
	  else \
	    echo "error: bubblewrap is missing, and student code is not run without it"; \
	    echo "hint: install it (Debian, Ubuntu: sudo apt-get install bubblewrap), then run make again"; exit 1; \
	  fi; }

browser: ## Chromium for the browser test and the screenshots; grading needs none
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing chromium ..."; apt-get install -y -qq chromium chromium-driver fonts-noto-cjk >/dev/null || \
	    { apt-get update -qq && apt-get install -y -qq chromium chromium-driver fonts-noto-cjk >/dev/null; }; \
	  fi; } || true
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	  echo "warning: chromium is missing: the browser test and the screenshots fail, nothing else needs it"; \
	  echo "hint: install it (Debian: sudo apt-get install chromium chromium-driver fonts-noto-cjk)"; }

database: ## PostgreSQL's server for the test that keeps a gradebook in it; grading needs none
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing postgresql ..."; apt-get install -y -qq postgresql >/dev/null 2>&1 || \
	    { apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; }; \
	  fi; } || true
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  echo "warning: PostgreSQL is missing: its test fails, nothing else needs it"; \
	  echo "hint: install it (Debian: sudo apt-get install postgresql)"; }

proxies: ## nginx, Caddy and the hub's proxy, for the campaigns that run the desk behind them; nothing else needs them
	@command -v nginx >/dev/null && command -v caddy >/dev/null && command -v configurable-http-proxy >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing nginx, caddy and configurable-http-proxy ..."; \
	    apt-get install -y -qq nginx-light caddy >/dev/null 2>&1 || \
	    { apt-get update -qq && apt-get install -y -qq nginx-light caddy >/dev/null; }; \
	    command -v npm >/dev/null || apt-get install -y -qq npm >/dev/null; \
	    npm install --silent --global configurable-http-proxy >/dev/null; \
	  fi; } || true
	@command -v nginx >/dev/null && command -v caddy >/dev/null && command -v configurable-http-proxy >/dev/null || { \
	  echo "warning: nginx, caddy or configurable-http-proxy is missing: two campaigns fail, nothing else needs them"; \
	  echo "hint: install them (Debian: apt-get install nginx-light caddy npm; npm install -g configurable-http-proxy)"; }

grade: setup ## submit a sample class, grade it, show the result
	$(BIN)/autograder sample $(LESSON)
	$(BIN)/autograder grade $(LESSON) || [ $$? = 3 ]
	$(BIN)/autograder feedback $(LESSON)

# One process more than processors, for many tests wait; a file's tests stay together, dear files come first.
PYTEST = $(BIN)/python -m pytest --numprocesses $$((`nproc` < 3 ? `nproc` + 1 : 4)) --dist loadfile --no-loadscope-reorder

test: setup browser ## every promise, in its short form: some 5 minutes on 2 cores
	$(PYTEST) -m "not campaign and not long"

test-long: setup browser database ## what takes longer than some seconds and is no campaign: CI runs it too
	$(PYTEST) -m "long and not campaign"

test-all: test test-long campaigns ## all tests and the long campaigns: about half an hour on 2 cores

campaigns: audit browser database proxies ## every sample answer under every seed, 50 kills, every attack and its twin, fuzzing
	$(BIN)/python tools/attack.py
	$(BIN)/python tools/fuzz_wire.py --seconds 60
	$(PYTEST) -m campaign
	AUTOGRADER_KILLS=50 AUTOGRADER_WHOLE_BANK=1 $(PYTEST) tests/package/integration -k "killed_at_any or both_ways"

audit: setup ## how often the grader is wrong: every sample answer under every seed, every mutant
	$(BIN)/autograder audit $(LESSON)

screenshots: setup browser ## docs/screenshots/ anew, from a sample class
	$(BIN)/python tools/screenshots.py

attack: setup ## hand in every attack and its benign twin, fuzz the wire for a minute
	$(BIN)/python tools/attack.py
	$(BIN)/python tools/fuzz_wire.py --seconds 60

lint: setup ## ruff, mypy, and the order of the packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

architecture: setup ## docs/architecture.svg anew, from the imports of the package
	$(BIN)/python tools/draw_architecture.py

release: setup ## assignments/ from solutions/
	$(BIN)/autograder release $(LESSON)

bench: setup ## how fast it is beside nbgrader and Otter, on two classes; BENCH='--stations' and others: docs/benchmark.md
	$(BIN)/python tools/bench $(BENCH)

clean: ## everything that can be made again, the gradebook's own files left alone
	rm -rf $(VENV) .bench build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
