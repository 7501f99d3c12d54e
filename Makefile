# Turnabout. `make run` starts it, `make test` tests it; both make what they need first.
.DEFAULT_GOAL := help
.PHONY: help run test test-fast drill pictures check bench bench-reminders seed lock sbom clean app dev bench-packages lock-packages sbom-packages \
	check-style check-templates check-types check-imports check-structure check-migrations check-production

PYTHON_HERE := .venv/bin/python
TOOLS := .venv/bin
COMPILE := $(TOOLS)/uv pip compile --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade

help: ## what there is to make
	@sed -n 's/^\([a-z%-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: app ## the site with its worker and clock, on the demo company (PORT=8000)
	@exec $(PYTHON_HERE) -m mentorship.launch.run

test: dev ## every test: on SQLite, on PostgreSQL with Redis, and in a browser, where those are found (ARGS=tests/people)
	@exec $(PYTHON_HERE) -m tests $(ARGS)

test-fast: dev ## the tests that need no service and no browser (ARGS=… here too)
	@exec $(PYTHON_HERE) -m tests fast $(ARGS)

drill: dev ## five minutes in which everything that sends is killed and refused (SECONDS=300, SEED=1)
	@exec $(PYTHON_HERE) -m tests.drill $(or $(SECONDS),300) $(or $(SEED),1)

pictures: dev ## every page of the demo in every look, as contact sheets in var/pictures (ARGS=part of an address)
	@exec $(PYTHON_HERE) -m tests.pictures $(ARGS)

PRODUCTION := ENVIRONMENT=production DEBUG=false SECRET_KEY=$$(od -An -N40 -tx1 /dev/urandom | tr -d ' \n') \
	REVIEW_SECRET=$$(od -An -N40 -tx1 /dev/urandom | tr -d ' \n') BASE_URL=https://turnabout.example ALLOWED_HOSTS=turnabout.example EMAIL_URL=smtp+tls://mail.example:587 DEFAULT_FROM_EMAIL=turnabout@turnabout.example REDIS_URL=redis://redis.example:6379/0

check: check-style check-templates check-types check-imports check-structure check-migrations check-production ## style, templates, types, imports, structure, migrations, production settings

check-style: dev
	$(TOOLS)/ruff check .
	$(TOOLS)/ruff format --check --quiet .

check-templates: dev
	$(TOOLS)/djlint --lint --quiet templates

check-types: dev
	ENVIRONMENT=test $(TOOLS)/mypy

check-imports: dev
	$(TOOLS)/lint-imports

check-structure: dev
	@ENVIRONMENT=test DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON_HERE) -m tests.structure.measures

check-migrations: dev
	ENVIRONMENT=test $(PYTHON_HERE) manage.py makemigrations --check --dry-run

check-production: dev
	$(PRODUCTION) $(PYTHON_HERE) manage.py check --deploy --fail-level WARNING

bench: bench-packages ## every benchmark, each as a ratio to a bare baseline of the same run
	@exec $(PYTHON_HERE) -m tests.benchmarks

bench-reminders: bench-packages ## planning 100,000 reminders and delivering 10,000 mails
	@exec $(PYTHON_HERE) -m tests.benchmarks planning delivery

bench-%: bench-packages ## one benchmark, for example bench-roster
	@exec $(PYTHON_HERE) -m tests.benchmarks $*

CROWD := --people 2000 --pairings 300 --meetings 6000 --seed 1
seed: app ## large made-up data in an empty database (CROWD='--people … --pairings … --meetings … --seed …')
	@ENVIRONMENT=$${ENVIRONMENT:-demo} $(PYTHON_HERE) manage.py seed $(CROWD)

lock: lock-packages ## renew the locks from pyproject.toml and package.json
	$(COMPILE) pyproject.toml -o requirements/app.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/app.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra errors -c requirements/app.txt -o requirements/errors.txt
	for group in bench node lock cities; do $(COMPILE) --group $$group -o requirements/$$group.txt || exit 1; done
	$(COMPILE) --group sbom -c requirements/dev.txt -o requirements/sbom.txt
	$(PYTHON_HERE) -m mentorship.launch.lock_browser_packages

sbom: sbom-packages ## the list of all packages in the locks, as CycloneDX (SBOM), in var/sbom.json (ARGS=another file)
	@exec $(PYTHON_HERE) -m mentorship.launch.bill_of_materials $(ARGS)

clean: ## remove the environment, the browser packages and the local data
	rm -rf .venv node_modules var benchmarks/latest.json .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache

bench-packages lock-packages sbom-packages: dev
	@sh mentorship/launch/prepare.sh $(@:-packages=)

app dev:
	@sh mentorship/launch/prepare.sh $@
