# What one does with the Gateway, a word each. `make` alone lists them.

PORT ?= 8000
ARGS ?=
PYTHON_HERE = .venv/bin/python
MANAGE = $(PYTHON_HERE) manage.py
CODE = accounts discussions gateway practice resources tests manage.py

# A deployment's environment, made up: for checks that must hold in production.
LIKE_PRODUCTION = env -u DEBUG -u DATABASE_URL -u EMAIL_URL \
	SECRET_KEY="$$($(PYTHON_HERE) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=gateway.example.org GATEWAY_DATA="$$(mktemp -d)" \
	DEFAULT_FROM_EMAIL=noreply@gateway.example.org CONTACT_EMAIL=hello@gateway.example.org

.PHONY: outdated help run test prove check format bench relevance static requirements

help:  ## this list
	@sed -n 's/^\([a-z]*\):  *## /\1\t/p' Makefile | expand -t 14

run:  ## install, make ready and serve on PORT (8000), with the data in GATEWAY_DATA (var/)
	@sh .ci/install run
	@DEBUG=1 $(MANAGE) prepare --port "$(PORT)"
	@DEBUG=1 SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" exec $(MANAGE) runserver "127.0.0.1:$(PORT)"

test:  ## run all tests, on SQLite or on DATABASE_URL; ARGS="-k name" for some
	@sh .ci/install test
	@$(PYTHON_HERE) -m pytest -n 2 $(ARGS)

prove:  ## hours: tests under other clocks, the whole fuzz, every page, browser tests 20 times; PROVE="fuzz" for one
	@bash .ci/prove

check:  ## style, types, layout, subjects of commits, migrations, deployment settings
	@sh .ci/install test
	.venv/bin/ruff check $(CODE)
	.venv/bin/ruff format --check $(CODE)
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --check --target-version 6.1
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON_HERE) .ci/layout.py
	$(PYTHON_HERE) .ci/subjects.py
	$(LIKE_PRODUCTION) sh -c '$(MANAGE) makemigrations --check --dry-run && $(MANAGE) collectstatic --no-input --verbosity 0 && \
		$(MANAGE) migrate --verbosity 0 && $(MANAGE) createcachetable && $(MANAGE) check --deploy --fail-level WARNING'
	! git grep -nIiE 'py[p]i[.]org|python[h]osted|npm[j]s[.]|deb[.]debian' || { echo "A registry's host is named."; exit 1; }

format:  ## put code and templates in their usual form
	@sh .ci/install test
	.venv/bin/ruff check --fix --exit-zero $(CODE)
	.venv/bin/ruff format $(CODE)
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 6.1

bench:  ## take the measurements of docs/measurements.md; ARGS=--quick for the small ones
	@sh .ci/install test
	@$(PYTHON_HERE) -m tests.bench $(ARGS)

relevance:  ## ask the judged questions of tests/relevance/ on both databases; ARGS="--show 7" for one
	@sh .ci/install test
	@$(PYTHON_HERE) -m tests.relevance $(ARGS)

static:  ## collect and compress the static files for a deployment
	@sh .ci/install run
	@SECRET_KEY="$${SECRET_KEY:-only to collect static files}" $(MANAGE) collectstatic --no-input

requirements:  ## pin gateway/requirements/*.in anew, with hashes; ARGS=--upgrade for the latest versions
	@sh .ci/install run
	@tools="$$(mktemp -d)" && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON_HERE) -m venv "$$tools" && "$$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv && \
	for list in run test; do \
		UV_CUSTOM_COMPILE_COMMAND="make requirements" "$$tools/bin/uv" pip compile --quiet --universal \
			--python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links $(ARGS) \
			--constraints gateway/requirements/$$([ $$list = test ] && echo run.txt || echo run.in) \
			gateway/requirements/$$list.in --output-file gateway/requirements/$$list.txt || exit 1; \
	done

outdated:  ## which packages are behind, and which of those have a security notice that we know of
	@sh .ci/install test
	@$(PYTHON_HERE) .ci/outdated.py
