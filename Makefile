# Works on a bare Debian or Ubuntu with Python 3.11+, git and make. Each target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
# One more than there are processors: tests wait for browsers and for programs that other people wrote.
WORKERS ?= $(shell expr $$(nproc) + 1)

.PHONY: help site chromium judges clients test check lint serve bench screenshots fuzz rules keys messages clean

help: ## Say what each target does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

site: .venv/installed ## Build site/ from content/
	$(BIN)/aboveboard build

serve: .venv/installed ## Live preview of content/
	$(BIN)/aboveboard serve

chromium: ## Install Chromium with the system's package manager, where it can be had
	@./tests/browser/install-chromium

tests/judges/node_modules/.installed: tests/judges/package.json
	@./tests/judges/install

judges: tests/judges/node_modules/.installed ## Install the judges that other people wrote (HTML, links, Lighthouse), where they can be had

tests/clients/node_modules/.installed: tests/clients/package.json
	@./tests/clients/install

clients: tests/clients/node_modules/.installed ## Install the feed readers and status clients that other people wrote, where they can be had

test: .venv/dev chromium judges clients lint ## Run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not alone"
	$(BIN)/python -m pytest -m alone

lint: .venv/dev ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

rules: .venv/installed ## Write RULES.md from the rules, docs/profiles.md from the notice profiles
	$(BIN)/aboveboard explain --all > RULES.md
	$(BIN)/aboveboard explain --profiles > docs/profiles.md

keys: .venv/installed ## Write the tables of docs/format.md from the declaration of the format
	$(BIN)/python -c 'from pathlib import Path; from generator.format.tables import written; page = Path("docs/format.md"); \
		page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")'

messages: .venv/installed ## Collect the messages and bring every catalogue up to them
	$(BIN)/pybabel -q extract -F pyproject.toml -k gettext -k ngettext:1,2 -k counted:1,2 -k html -k message -c Translators: --strip-comments \
		--omit-header --add-location file --sort-by-file --width 130 -o themes/locales/aboveboard.pot .
	for each in themes/locales/*/; do \
		$(BIN)/pybabel -q update -i themes/locales/aboveboard.pot -d themes/locales -D aboveboard -l $$(basename $$each) \
			--ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --width 130 || exit 1; done

screenshots: .venv/dev chromium ## Take the pictures in docs/screenshots/
	$(BIN)/python tests/browser/screenshots.py

fuzz: .venv/dev ## Fuzz parsing, guided by coverage, for MINUTES (5)
	$(BIN)/python -m pip install --quiet --group fuzz
	$(BIN)/python tests/fuzz/parse.py $(or $(MINUTES),5)

bench: .venv/dev ## Measure against a plain MkDocs Material build
	$(BIN)/python benchmarks/run.py

clean: ## Remove everything that was made
	rm -rf .venv site tests/judges/node_modules tests/clients/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache dist build
