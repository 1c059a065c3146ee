# `make` alone prints what there is.
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
LINTED := libs services gateway deploy tests conftest.py
PACKAGES := identity provider_directory member claims notifications
WORKERS ?= 3
TESTED := 'not bench and not long'
# Workers share the cores with brokers, services and browsers. What failed among them is looked at once more, alone and
# named; it fails when it fails there too. Anything but failed tests (status 1) is final.
ALONE = { [ $$? = 1 ] && echo 'Once more, alone:' && \
	$(PYTEST) -v --last-failed --last-failed-no-failures none --maxfail 5 -m $(TESTED) $(ARGS); }

.DEFAULT_GOAL := help
.PHONY: help run demo stop status reset test lint format bench chaos docs lock migrate code ready-run ready-test

help: ## Print this
	@echo 'Portico. Begin with `make run`; then open the portal at the address that it prints.'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ready-run ## Start everything (PORT=8080, MAIL_PORT=8081), load demo people, print the addresses
	@exec $(PYTHON) -m portico_local run

demo: ready-run ## Add 2,000 invented members to what runs (300 invented doctors are there already)
	@$(PYTHON) -m portico_local exec provider_directory load-demo
	@$(PYTHON) -m portico_local exec provider_directory demo-providers | \
	$(PYTHON) -m portico_local exec member load-demo --crowd 2000

code: ready-run ## Print the code of now of a demo person of the plan (USER=members.demo)
	@$(PYTHON) -m identity demo-code $(USER)

stop: ready-run ## Stop a `make run` in another window, or what a killed one left
	@$(PYTHON) -m portico_local stop

status: ready-run ## List what runs
	@$(PYTHON) -m portico_local status || true

reset: ready-run ## Stop, and forget all local data
	@$(PYTHON) -m portico_local reset

test: ready-test lint ## Lint, and every test except measurements and the longest ones
	@trap '$(PYTHON) -m portico_local stop --test --unless-used >/dev/null' EXIT; trap 'exit 130' INT TERM; \
	$(PYTEST) --cache-clear -n $(WORKERS) --dist worksteal -m $(TESTED) $(ARGS) || $(ALONE)

lint: ready-run ## Style, formatting and the import rules
	@$(PYTHON) -m ruff check $(LINTED)
	@$(PYTHON) -m ruff format --check --quiet $(LINTED) || { echo 'run `make format`'; exit 1; }
	@.venv/bin/lint-imports --no-cache >.run/imports.log || { cat .run/imports.log; exit 1; }

format: ready-run ## Format the code
	@$(PYTHON) -m ruff check --fix --quiet $(LINTED); $(PYTHON) -m ruff format $(LINTED)

bench: ready-test ## Measure (prints tables), and take promised limits to the letter
	@trap '$(PYTHON) -m portico_local stop --test --unless-used >/dev/null' EXIT; trap 'exit 130' INT TERM; \
	PATIENCE=1 $(PYTEST) -m 'bench or promised' -s --timeout 1800 $(ARGS)

chaos: ready-test ## Kill, stop and cut things while effects are counted, the long cases too
	@trap '$(PYTHON) -m portico_local stop --test --unless-used >/dev/null' EXIT; trap 'exit 130' INT TERM; \
	$(PYTEST) -m 'chaos or long' --timeout 1800 $(ARGS)

docs: ready-run ## Draw who calls whom and who hears what, into docs/
	@$(PYTHON) -m portico_local.graphs

lock: ready-run ## Choose versions anew for requirements.lock (ARGS=--upgrade for the newest)
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate $(ARGS) requirements.in --output-file requirements.lock
	@grep -c '==' requirements.lock | sed 's/$$/ packages are locked/'

migrate: ready-run ## Migrate the databases at the …_DATABASE_URL of the environment
	@set -e; for package in $(PACKAGES); do echo "$$package"; $(PYTHON) -m $$package migrate; done

ready-run:
	@deploy/local/prepare run

ready-test:
	@deploy/local/prepare test
