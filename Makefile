# One stable set of commands; the work is done by the small programs in scripts/.
#
# scripts/environment.py runs with your Python and needs nothing else; everything
# after it runs with the virtual environment that it makes in .odoo/.

VENV := .odoo/venv/bin/python

# The Python for the virtual environment: 3.10 to 3.13. Once it is made, the same one
# goes on being used until you name another.
PYTHON ?= $(if $(wildcard .odoo/venv/.stamp),$(or $(wildcard $(VENV)),python3),python3)

PORT ?= 8069
DB ?= demo
NAME ?=
DEMO ?=
FILE ?=
SOURCE ?=
OPTIONS ?=
# Handed over by environment, so that no quote is lost on the way.
export ARGS

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup run stop test db odoo import-directory lint screenshots bench peers clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

setup: ## get everything: Odoo 19, Python packages, PostgreSQL (PYTHON=python3.12)
	@$(PYTHON) scripts/environment.py

run: setup ## start Odoo with demo data in the foreground (PORT=8069 DB=demo)
	@$(VENV) scripts/serve.py run --port '$(PORT)' --database '$(DB)'

stop: ## stop what `make run` started, and PostgreSQL
	@test ! -x $(VENV) || $(VENV) scripts/serve.py stop

test: setup ## run the tests (ARGS="-k words path/to/test.py", as for pytest)
	@$(VENV) scripts/run_tests.py

db: setup ## a fresh database with our addons and Dutch (NAME=x, DEMO=1)
	@$(VENV) scripts/database.py '$(NAME)' $(if $(DEMO),--demo)

odoo: setup ## the odoo command on our configuration (ARGS="shell -d demo" < file.py)
	@$(VENV) scripts/odoo_cli.py

import-directory: setup ## import services, HSDS or CSV (FILE=x SOURCE=name OPTIONS=--check)
	@ARGS="import_directory -d '$(DB)' --source '$(SOURCE)' $(OPTIONS) '$(FILE)'" \
		$(VENV) scripts/odoo_cli.py

lint: setup ## check code, views, manifests and translations
	@$(VENV) scripts/lint.py

screenshots: setup ## take the screenshots of docs/ anew, from demo data
	@$(VENV) scripts/screenshots.py

bench: setup ## run the benchmarks in bench/
	@$(VENV) scripts/bench.py

peers: setup ## run the tests of what we build on, without and with our addons
	@$(VENV) scripts/peers.py $(ARGS)

clean: stop ## remove .odoo/ with its databases; your downloads stay cached
	@rm -rf .odoo
