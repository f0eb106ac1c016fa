# make run y make test, cada uno por su cuenta, hacen todo en una máquina nueva que tenga Python.
.DEFAULT_GOAL := help
.PHONY: help setup run test check lint chat bench drill demo lock
SHELL := /bin/sh

PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --require-hashes

help: ## muestra esta ayuda
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/'

setup: $(VENV)/.base ## prepara el entorno y la base de datos
	@$(BIN)/catalina init

run: $(VENV)/.base ## prepara todo y atiende en http://127.0.0.1:8000/chat
	@$(BIN)/catalina init
	@$(BIN)/catalina serve --host $(HOST) --port $(PORT)

chat: $(VENV)/.base ## conversa con Catalina en la pantalla
	@$(BIN)/catalina init >/dev/null
	@$(BIN)/catalina chat

test: $(VENV)/.dev ## corre todas las pruebas
	@.ci/programs
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev lint ## estilo, tipos, contratos entre paquetes y nada de esta máquina en el código
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@.ci/clean-tree

lint: $(VENV)/.dev ## solo el estilo
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

bench: $(VENV)/.dev ## mide los tiempos
	@$(BIN)/python -m bench

drill: $(VENV)/.dev ## mata procesos cientos de veces y revisa que nada se pierda
	@$(BIN)/python -m tests.drill --runs 500

demo: $(VENV)/.base ## carga tres meses de uso inventado, y marcado como tal, en una base de datos aparte
	@CATALINA_DATA_DIR=var/demo $(BIN)/catalina init
	@CATALINA_DATA_DIR=var/demo $(BIN)/catalina demo

lock: $(VENV)/.dev ## vuelve a fijar las versiones, con sus huellas y sin dirección de ningún índice
	@cd requirements && for part in base dev build; do \
	  case $$part in base) from=../pyproject.toml;; dev) from="--extra dev ../pyproject.toml";; build) from=build.in;; esac; \
	  ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$from -o $$part.txt || exit 1; \
	done

$(VENV)/bin/python:
	@.ci/python $(PYTHON) $(VENV)

# Un sello por instalación: la segunda vez no se descarga nada.
$(VENV)/.base: requirements/base.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Instalando lo que Catalina necesita (solo la primera vez)…"
	@$(LOCKED) -r requirements/build.txt
	@$(LOCKED) -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Instalando lo que necesitan las pruebas (solo la primera vez)…"
	@$(LOCKED) -r requirements/dev.txt
	@touch $@
