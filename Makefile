# Every target does its own set-up; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STATE := $(shell cksum < pyproject.toml | cut -d ' ' -f 1)
READY := $(VENV)/.ready-$(STATE)
# The tests' oracles alone weigh 1.5 GB, so the demo installs without them where `make setup` has not run.
# The extra `web` pins the MRML version that the tests run with.
DEMO_READY := $(or $(wildcard $(READY)),$(VENV)/.ready-demo-$(STATE))
# The study trains models, which the demo does not.
STUDY_READY := $(or $(wildcard $(READY)),$(VENV)/.ready-study-$(STATE))
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

.PHONY: help setup demo app study docs references test coverage fuzz lock audit bench

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## create .venv with everything the project can do

$(BIN)/pip:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 to 3.13 is needed, not " + sys.version.split()[0] if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)'
	$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml | $(BIN)/pip
	$(INSTALL) '.[cli,training,cohort,cluster,dicom,docs,pdf,mrml,web,test]'
	@$(INSTALL) '.[pyradiomics]' || echo 'pyradiomics did not build here (it needs a C compiler); its tests will skip.'
	@$(INSTALL) '.[ibsi]' || echo 'MIRP did not install here; the IBSI set is not available and its tests will skip.'
	@rm -f $(VENV)/.ready-* && touch $@

$(VENV)/.ready-demo-$(STATE): pyproject.toml | $(BIN)/pip
	$(INSTALL) '.[cli,web]'
	@rm -f $(VENV)/.ready-demo-* && touch $@

$(VENV)/.ready-study-$(STATE): pyproject.toml | $(BIN)/pip
	$(INSTALL) '.[cli,training,cohort]'
	@rm -f $(VENV)/.ready-study-* && touch $@

demo: $(DEMO_READY) ## a simulated patient from images to report, in demo-output/
	$(BIN)/python -m PCRPredictorLib.cli.demo demo-output

app: $(DEMO_READY) ## the interactive job in a browser (ARGS="--port 8081 --no-browser CT_FOLDER")
	$(BIN)/pcr-predictor app $(ARGS)

study: $(STUDY_READY) ## the paper's tables and figures on simulated patients, in study-output/ (ARGS="--manifest F")
	$(BIN)/pcr-predictor study --output study-output $(ARGS)

references: $(DEMO_READY) ## renew the shipped calibrations after features or the simulated world have changed
	$(BIN)/python -m PCRPredictorLib.cli.references demo-output

test: setup ## lint, type-check and run every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2

coverage: setup ## the lines that the tests run, a table by room; line by line in build/coverage
	$(BIN)/python -m pytest -n 2 --cov --cov-report=html
	@$(BIN)/coverage json -q -o - | $(BIN)/python Testing/coverage_by_room.py | tee build/coverage/rooms.md

docs: setup ## the documentation as a site, in build/docs; broken links end it
	$(BIN)/sphinx-build -W --keep-going -q -b html Docs build/docs

fuzz: setup ## damage files of every format for MINUTES=10 from SEED=1; what fails lies in fuzz-finds/
	FUZZ_MINUTES=$(or $(MINUTES),10) FUZZ_SEED=$(or $(SEED),1) $(BIN)/python -m pytest Testing/fuzz -k damaged -s --timeout 0

lock: setup ## renew the locked versions and hashes (needs the network)
	$(BIN)/python Testing/supply/lock.py > Testing/supply/lock.txt

audit: setup ## what is installed against the lock, the packages it holds as SBOM, and their licenses; needs no network
	$(BIN)/python Testing/supply/audit.py Testing/supply/lock.txt sbom.json

bench: setup ## measure speed and memory beside the peers, each in an environment of its own (an hour at first)
	$(BIN)/python bench/run.py
