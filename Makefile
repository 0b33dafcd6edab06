# make demo   set up .venv, read the sample documents that ship, and name the pages that show them
# make test   everything that must hold before a change goes in
# make check  the quick part of it: format, lint, types, tests
# make format put the code in order before `make check`
# make docs   the documentation as pages, in build/site
# make audit  known vulnerabilities and licences of what is pinned
# make bench  every figure of the README, measured anew into docs/measured.md (an hour)
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
export OMP_NUM_THREADS ?= 1

.PHONY: demo test check smoke format docs bench audit clean

demo: .venv/ready
	@mkdir -p build
	$(BIN)/communique samples demo --db build/demo.db

test: check smoke

check: .venv/ready-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 -q

# What users get: the wheel, made from the source distribution, in an environment that holds nothing else.
smoke: .venv/ready-dev
	rm -rf build/smoke build/wheel
	$(BIN)/python -m build --quiet --outdir build/wheel .
	$(PYTHON) -m venv build/smoke
	build/smoke/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt build/wheel/communique-*.whl
	cd build/smoke && bin/communique doctor && bin/communique samples copy samples > /dev/null && \
	  bin/communique read samples --format jsonl --output records.jsonl && \
	  bin/python -c "import communique; n = sum(len(communique.from_json(l).contacts) for l in open('records.jsonl', 'rb')); print(n, 'contacts read from a wheel'); assert n > 10"

format: .venv/ready-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/ready-dev
	$(BIN)/mkdocs build --quiet

bench: .venv/ready-dev
	$(PIP) -e '.[bench]'
	$(BIN)/python benchmarks/table.py --output docs/measured.md

# Known vulnerabilities of what is pinned (asks the vulnerability database), and the licences of what users get.
audit: smoke
	$(PIP) pip-audit pip-licenses
	-$(BIN)/pip-audit -r constraints.txt --no-deps --disable-pip
	$(BIN)/pip-licenses --python build/smoke/bin/python --format markdown --order license --ignore-packages communique pip \
	  setuptools --output-file build/licences.md
	sed '/^| Name/,$$d' docs/licences.md > build/head.md && cat build/head.md build/licences.md > docs/licences.md

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 demo" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	touch $@

.venv/ready-dev: .venv/ready
	$(PIP) -e '.[dev]'
	touch $@

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
