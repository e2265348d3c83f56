# The two commands: `make run` and `make test`. The others are parts and upkeep.
PORT ?= 8000
PYTHON ?=
# For `make run`: ARGS=--no-demo starts an empty newsroom.
ARGS ?=
VENV := .venv/bin

export PYTHON
# CSS, templates and messages are written in UTF-8, whatever the machine's locale.
export PYTHONUTF8 = 1

.PHONY: run test test-long elasticsearch lint format messages lock venv venv-dev

run: venv
	@exec $(VENV)/python manage.py serve --port $(PORT) $(ARGS)

test: venv-dev
	@exec $(VENV)/python -m tests.check

test-long: venv-dev
	@exec $(VENV)/python -m tests.check --long

# A real Elasticsearch to try the site with, until Ctrl-C. ARGS="--nodes 3" starts a cluster.
elasticsearch: venv-dev
	@exec $(VENV)/python -m tests.elasticsearch_server $(ARGS)

lint: venv-dev
	@exec $(VENV)/python -m tests.check --only static

format: venv-dev
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

messages: venv-dev
	@$(VENV)/python -m tests.catalogue --update
	@exec $(VENV)/python -m tests.upstream_catalogue --update

lock:
	@exec tools/lock

venv:
	@tools/venv requirements.txt

venv-dev:
	@tools/venv requirements-dev.txt
