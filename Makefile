# make report                                 the notebooks on the shipped corpus
# make report CORPUS=my-texts [OUT=folder]    on your own texts, into reports/my-texts or OUT
# make quotes [CORPUS=my-texts] [OUT=quotes.csv]   who said what, as a table to correct
# make test                                   the tests
# make lab                                    JupyterLab on the notebooks
# All in .venv, made from requirements.lock; another Python: make PYTHON=python3.12 report

PYTHON ?= python3
RUN := .venv/bin/python
READY := .venv/installed

export CORPUS OUT

.PHONY: report quotes test lab
report: $(READY)
	@$(RUN) -m utils report $${CORPUS:+--corpus "$$CORPUS"} $${OUT:+--out "$$OUT"}

quotes: $(READY)
	@$(RUN) -m utils quotes $${CORPUS:+"$$CORPUS"} --out "$${OUT:-quotes.csv}"

test: $(READY)
	@$(RUN) -m pytest

lab: $(READY)
	@$(RUN) -m jupyterlab notebooks

# The stamp is older than a changed lock, which is then installed over what is there.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed, and $(PYTHON) is not: name another one, as in make PYTHON=python3.12 report" >&2; exit 1; }
	@echo "Making .venv from requirements.lock (once; a few minutes) …"
	@$(PYTHON) -m venv .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
