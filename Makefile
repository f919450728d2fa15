# The only commands to know: install, demo, test, check, bench. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Some machines forbid Python to keep what it compiled: every start would compile all libraries anew.
unexport PYTHONDONTWRITEBYTECODE

# uv installs in seconds what takes pip half a minute; pip brings it, and stands in where there is none.
UV = $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
define put
@if [ -x "$(UV)" ]; then "$(UV)" pip install --quiet --python $(BIN)/python $(1); \
else $(BIN)/python -m pip install --quiet $(1); fi
endef
CATALOGUES := $(wildcard src/kizuna/frame/locale/*/LC_MESSAGES/*.po)

.PHONY: help install demo test check bench pictures model requirements clean

help:
	@echo "make install            everything Kizuna needs, into $(VENV)"
	@echo "make demo               install, then serve the demo town on http://127.0.0.1:$(PORT)"
	@echo "make test               every check and test that this machine can run"
	@echo "make check              lint and types only"
	@echo "make bench NAME=…       one benchmark of tests/bench (ARGS=\"people=200000 seed=2\")"
	@echo "make pictures           take the pictures of the README and the guides anew"
	@echo "make model FOLDER=…    a small model by which the directory is searched for what words mean"
	@echo "make requirements       renew the locked versions after a change to pyproject.toml"
	@echo "make clean              remove $(VENV) and what tools left behind"

install: $(VENV)/installed $(VENV)/catalogues

demo: install
	@$(BIN)/kizuna demo --port $(PORT)

test: $(VENV)/developer $(VENV)/catalogues
	@$(BIN)/python tests/everything.py

check: $(VENV)/developer $(VENV)/catalogues
	@$(BIN)/python tests/everything.py --check

bench: $(VENV)/developer $(VENV)/catalogues
	@$(BIN)/python -m tests.bench.run $(NAME) $(ARGS)

pictures: $(VENV)/developer $(VENV)/catalogues
	@$(BIN)/python -m tests.browser.pictures

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Kizuna needs Python 3.11 or newer; '$(PYTHON)' is not. Try: make install PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python cannot make environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing Kizuna into $(VENV) (about half a minute)"
	@$(PYTHON) -m venv $(VENV)
	@command -v uv >/dev/null || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt \
	  || echo "uv cannot be had here; pip does it more slowly."

# The project itself is installed in place, without network: hatchling is among the requirements.
$(VENV)/installed: pyproject.toml requirements/core.txt | $(BIN)/python
	$(call put,--require-hashes -r requirements/core.txt)
	$(call put,--no-build-isolation --no-deps --editable .)
	@touch $@

$(VENV)/developer: requirements/dev.txt $(VENV)/installed
	@echo "Installing what the tests need"
	$(call put,--require-hashes -r requirements/dev.txt)
	@touch $@

$(VENV)/catalogues: $(CATALOGUES) | $(VENV)/installed
	@if [ -n "$(CATALOGUES)" ]; then \
	  $(BIN)/pybabel --quiet compile --directory src/kizuna/frame/locale --domain django; fi
	@touch $@

COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
  --no-annotate --no-header
model: $(VENV)/developer
	@$(BIN)/python -m tests.model "$(FOLDER)"

requirements: $(VENV)/developer
	@$(COMPILE) pyproject.toml --extra source --extra pdf -o requirements/core.txt
	@$(COMPILE) pyproject.toml --extra dev -o requirements/dev.txt
	@$(COMPILE) requirements/uv.in -o requirements/uv.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
