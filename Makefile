# Each target brings .venv up to date first (tools/bootstrap.py); when nothing changed that takes a moment.
# Settings stand in docs/running.md and may be given here: make run PORT=8001 DEMO=0
PYTHON ?= python3
IN_VENV = @exec $(PYTHON) tools/bootstrap.py
.PHONY: help setup run check test torture bench look messages reset backup restore

help:
	@sed -n 's/^## //p' Makefile

## make setup          install what is missing, nothing else
setup:
	$(IN_VENV) dev

## make run            prepare the data, start site and worker (PORT=, DATA_DIR=, DATABASE_URL=, DEMO=0)
run:
	$(IN_VENV) run tools/run.py

## make check          format, lint, import contracts, types, migrations, settings, translations, pure tests
check:
	$(IN_VENV) dev tools/check.py

## make test           every test, browser included (BROWSER=0 leaves that out)
test:
	$(IN_VENV) $(if $(filter 0,$(BROWSER)),dev,browser) tools/test.py

## make torture        exams in thousands of orders, hundreds of kill -9 (RUNS=, KILLS=, ROUNDS=, MINUTES=, SEED=)
torture:
	$(IN_VENV) dev tools/torture.py

## make bench          a table of speed and size
bench:
	$(IN_VENV) dev tools/bench.py

## make look           pictures of our pages for each role as one contact sheet
look:
	$(IN_VENV) browser tools/look.py

## make messages       gather the texts to translate (needs gettext)
messages:
	$(IN_VENV) dev tools/catalogue.py gather

## make reset          remove the demo's data (asks, or YES=1)
reset:
	$(IN_VENV) run manage.py reset

## make backup         database, media and keys in one file under DATA_DIR/backups
backup:
	$(IN_VENV) run manage.py backup

## make restore FILE=  put a backup back into an empty data folder (or YES=1)
restore:
	$(IN_VENV) run manage.py restore "$(FILE)"
