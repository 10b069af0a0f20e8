# Works on a bare Debian or Ubuntu with Python 3.11+, git and make. Each target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
# One more than there are processors: tests wait for browsers and other programs.
WORKERS ?= $(shell expr $$(nproc) + 1)
# Only from the lock files in requirements/: each package by its hash, and only wheels, so that no package's build script runs.
# Python caches the bytecode of what is used: compiling everything takes longer, and a sixth of the space.
LOCKED = $(BIN)/python -m pip install --quiet --no-compile --require-hashes --only-binary=:all: --requirement
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Tests start the program hundreds of times, so its bytecode is cached even if the environment says otherwise.
unexport PYTHONDONTWRITEBYTECODE

# The time at which the example in content/ is shown, whenever it is built. Its promises must be due later.
EXAMPLE := 2026-11-23T12:00Z

# The core packages, and the branch coverage that their tests must reach.
CORE := autofix content deadlines drills format history inspection ledger links model obligations prose questions report rules scaffolding seals
COVERED := 95

.PHONY: collected fetched help install site docs wheel dist image chromium quick test traced untraced judges clocks lint serve bench screenshots fuzz rules keys messages lock clean

help: ## Say what each target does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

.venv/made:
	$(PYTHON) -m venv .venv
	touch $@

.venv/installed: pyproject.toml requirements/build.txt requirements/run.txt .venv/made
	$(LOCKED) requirements/build.txt --requirement requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: .venv/installed requirements/dev.txt
	$(LOCKED) requirements/dev.txt
	touch $@

install: .venv/installed ## Install the program into .venv

site: .venv/installed ## Build site/ from content/, the example, as of its moment
	$(BIN)/aboveboard build --as-of $(EXAMPLE)

docs: .venv/dev ## Build docs-site/, the documentation as a site, with the example in it
	$(BIN)/python -m documentation.build docs-site --as-of $(EXAMPLE)

wheel: .venv/installed ## Make the wheel in dist/: the same bytes from the same files
	rm -rf dist
	$(BIN)/python -m hatchling build --target wheel

dist: wheel ## Make everything that a release consists of in dist/: wheel, source, what they are made of (CycloneDX), and the digests
	$(LOCKED) requirements/release.txt
	$(BIN)/python -m hatchling build --target sdist
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible --of JSON \
		-o dist/aboveboard-$$($(BIN)/aboveboard --version | sed 's/.* //').cdx.json requirements/run.txt
	cd dist && sha256sum * > SHA256SUMS

image: ## Build the container `aboveboard` with buildah, or with docker; BASE names another base, such as one by its digest
	$(or $(shell command -v buildah),$(shell command -v docker),$(error neither buildah nor docker is here)) build $(if $(BASE),--build-arg BASE=$(BASE)) --tag aboveboard --file Containerfile .

serve: .venv/installed ## Live preview of content/, as of the same moment
	$(BIN)/aboveboard serve --now $(EXAMPLE)

chromium: ## Install Chromium with the system's package manager, where it can be had
	@./tests/browser/install-chromium

tests/judges/node_modules/.installed: tests/judges/package-lock.json
	@./tests/judges/install

tests/clients/node_modules/.installed: tests/clients/package-lock.json
	@./tests/clients/install

.venv/mailman/unpacked: .venv/made
	@./tests/clients/install-mailman

# Run at another time: CLOCK="2028-02-29 12:00", or anything that `date --date` accepts.
CLOCK ?=
AT = $(if $(CLOCK),tests/at "$(CLOCK)")

PYTEST = $(AT) $(BIN)/python -m pytest
PARALLEL = $(PYTEST) -n $(WORKERS) --dist worksteal
# The core needs only Python and git. `quick` runs the tests of its packages, with few examples and untraced; together with those of the commands that print
# its reports and write its files, with all examples, they reach the coverage that `test` asks for. What covers nothing more is not among them: tracing
# doubles its time.
QUICK := tests/autofix tests/content tests/deadlines tests/drills tests/format tests/history tests/ledger tests/links tests/obligations tests/prose tests/questions tests/report tests/rules tests/scaffolding tests/seals tests/test_people.py tests/test_preparedness.py tests/test_tracing.py
TRACED := $(QUICK) tests/cli/test_deadlines.py tests/cli/test_drill.py tests/cli/test_explain.py tests/cli/test_host_files.py tests/cli/test_new_ends.py tests/cli/test_new_services.py tests/render/test_letters.py tests/cli/test_new_review.py tests/cli/test_questions.py tests/cli/test_status.py tests/cli/test_tool.py tests/adversary/test_amended_changes_sense.py tests/adversary/test_approval_means_nothing.py tests/adversary/test_files_carry_more.py tests/adversary/test_history_rewritten.py tests/adversary/test_list_of_lists.py tests/adversary/test_seal_of_pages_bypassed.py tests/adversary/test_sealed_anew.py tests/adversary/test_signature_job.py tests/adversary/test_signature_key_changed.py tests/adversary/test_text_escapes.py tests/cli/test_move.py tests/cli/test_redact.py
JUDGED := tests/clients tests/flows tests/judges tests/whole/test_wheel.py

quick: export FEW = 1
quick: .venv/dev ## Run the tests of the core (format, ledger, rules, reports), with few examples of each property
	$(PYTEST) -n $(shell nproc) --dist worksteal $(QUICK)

# Set where `make lint` has just run (.ci/run).
LINTED ?=
# Both runs at once, since one uses processors and the other often waits; what the first says is shown when the second has ended.
test: .venv/dev chromium $(if $(LINTED),,lint) ## Run every test of our own, and see that those of the core reach 95 % of its branches; with CLOCK="2028-02-29 12:00", as if it were then
	@said=$$(mktemp); $(MAKE) --no-print-directory traced >$$said 2>&1 & \
	trap "kill $$!" INT TERM; \
	$(MAKE) --no-print-directory untraced; ended=$$?; \
	wait $$! || ended=1; cat $$said; rm $$said; exit $$ended

traced: .venv/dev
	$(PYTEST) -n $(shell nproc) --dist worksteal $(TRACED) $(CORE:%=--cov=generator/%) --cov-branch --cov-report= --cov-fail-under=$(COVERED)

untraced: .venv/dev
	$(PARALLEL) -m "not judge" $(TRACED:%=--ignore=%)

# Tests are compiled for pytest when they are first read: once here, and not in each worker of both runs, which begin at the same time. No snapshot is used.
collected: .venv/dev
	$(PYTEST) --quiet --collect-only -p no:syrupy >/dev/null

# Needs the network more than a processor. What the system's package manager has, .ci/run has installed by then.
fetched: .venv/dev tests/judges/node_modules/.installed tests/clients/node_modules/.installed .venv/mailman/unpacked

judges: chromium fetched ## Ask what other people wrote: HTML checkers, Lighthouse, feed readers, act; with CLOCK as well
	$(PARALLEL) -m "judge and not alone" $(JUDGED)
	$(PYTEST) -m alone $(JUDGED)

clocks: ## Run both as if it were tomorrow, a leap day, and five years later
	$(MAKE) test judges CLOCK=tomorrow
	$(MAKE) test judges CLOCK="2028-02-29 12:00"
	$(MAKE) test judges CLOCK="5 years"

lint: .venv/dev ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports & $(BIN)/mypy; found=$$?; wait $$! && exit $$found

rules: .venv/installed ## Write docs/profiles.md from the notice profiles
	$(BIN)/aboveboard explain --profiles > docs/profiles.md

keys: .venv/installed ## Write the tables of docs/format.md from the declaration of the format
	$(BIN)/python -c 'from pathlib import Path; from generator.format.key_tables import written; page = Path("docs/format.md"); \
		page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")'

messages: .venv/installed ## Collect the messages and bring every catalogue up to them
	$(BIN)/pybabel -q extract -F pyproject.toml -k gettext -k ngettext:1,2 -k counted:1,2 -k html -k html_several:1,2 -k message -c Translators: --strip-comments \
		--omit-header --add-location file --sort-by-file --width 130 -o themes/locales/aboveboard.pot .
	for each in themes/locales/*/; do \
		$(BIN)/pybabel -q update -i themes/locales/aboveboard.pot -d themes/locales -D aboveboard -l $$(basename $$each) \
			--ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --width 130 || exit 1; done

screenshots: .venv/dev chromium ## Take the pictures in docs/screenshots/
	$(BIN)/python -m tests.browser.screenshots

fuzz: .venv/dev ## Fuzz parsing, guided by coverage, for MINUTES (5), and try 2,000 generated histories, and 300 lives of a site with what is kept of it
	$(LOCKED) requirements/fuzz.txt
	$(BIN)/python tests/fuzz/parse.py $(or $(MINUTES),5)
	HISTORIES=2000 $(BIN)/python -m pytest -q tests/history/test_generated_histories.py tests/history/test_generated_sites.py
	LIVES=300 $(BIN)/python -m pytest -q tests/whole/test_kept_results.py

.venv/bench/made: requirements/bench.txt .venv/made
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/python -m pip install --quiet --no-compile --require-hashes --only-binary=:all: --requirement requirements/bench.txt
	touch $@

bench: .venv/dev .venv/bench/made ## Measure sites of SIZE (1000) and five times as many incidents, beside other programs; with CSTATE=FOLDER, cState on Hugo too
	.venv/bench/bin/python -m benchmarks.run $(if $(SIZE),--size $(SIZE)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(CSTATE),--theme $(CSTATE))

LOCK = $(BIN)/uv --no-config --quiet pip compile --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: .venv/made ## Write the lock anew from pyproject.toml; what is pinned stays, unless UPGRADE=1
	$(LOCKED) requirements/lock.txt
	$(LOCK) pyproject.toml --all-extras --output-file requirements/run.txt
	$(LOCK) pyproject.toml --all-extras --group dev --group build --constraints requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group build --constraints requirements/dev.txt --output-file requirements/build.txt
	$(LOCK) --group fuzz --constraints requirements/dev.txt --output-file requirements/fuzz.txt
	$(LOCK) --group bench --output-file requirements/bench.txt
	$(LOCK) --group audit --output-file requirements/audit.txt
	$(LOCK) --group lock --output-file requirements/lock.txt
	$(LOCK) --group release --constraints requirements/dev.txt --output-file requirements/release.txt
	for each in tests/judges tests/clients; do \
		$(if $(UPGRADE),rm -f $$each/package-lock.json &&) npm --prefix $$each install --package-lock-only --silent || exit 1; done

clean: ## Remove everything that was made
	rm -rf .venv site docs-site tests/judges/node_modules tests/clients/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache dist build
