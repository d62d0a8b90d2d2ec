#!/bin/sh
# The test suites, cheapest first. `make test` runs `all`; each one has a name of its own.
# A suite that this machine cannot run is skipped by name, loudly, and listed again at the end.
# Most suites keep two cores busy; what keeps one busy runs beside another, its words shown after.
set -u
cd "$(dirname "$0")/.."
# Hundreds of processes read the same modules: compile each module once, whatever the machine says.
unset PYTHONDONTWRITEBYTECODE

skipped=""
beside="" # the process of the suite that runs beside this one
started=$(date +%s)
trap '[ -z "$beside" ] || kill -- "-$beside" 2>/dev/null' EXIT
trap 'exit 130' INT TERM
step() { printf '\n== %s (%ss)\n' "$*" "$(($(date +%s) - started))"; }
fail() {
  printf '\nFAILED: %s\n' "$*" >&2
  exit 1
}
skip() {
  printf '\n!! SKIPPED: %s\n' "$*" >&2
  skipped="$skipped
  - $*"
}

# Start a suite beside the next; it stands in a process group of its own, to be ended as a whole.
start() {
  if ! command -v setsid >/dev/null; then
    "$1"
    return
  fi
  mkdir -p .cache/tests
  setsid tools/test.sh "$1" >".cache/tests/$1.log" 2>&1 &
  beside=$!
}

# Wait for the suite that was started, and show what it said.
joined() {
  [ -n "$beside" ] || return 0
  wait "$beside"
  status=$?
  beside=""
  cat ".cache/tests/$1.log"
  [ "$status" = 0 ] || fail "$1"
  more=$(sed -n 's/^!! SKIPPED: //p' ".cache/tests/$1.log" | sed 's/^/  - /')
  [ -z "$more" ] || skipped="$skipped
$more"
}

setup() {
  tools/setup.sh system
  tools/setup.sh sync --extra server --group docs || fail "setting up"
  touch .venv/.synced
}

browser() {
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return 0
  done
  return 1
}

style() {
  step "format and lint"
  .venv/bin/ruff format --check --quiet && .venv/bin/ruff check --quiet || fail "format and lint"
}

types() {
  step "types"
  .venv/bin/mypy || fail "types"
  step "layers"
  mkdir -p .cache/tests
  .venv/bin/lint-imports --no-cache >.cache/tests/layers.log
  kept=$?
  tail -20 .cache/tests/layers.log
  [ "$kept" = 0 ] || fail "layers"
  DJANGO_SETTINGS_MODULE=skillmark.platform.settings.testing \
    .venv/bin/python -m django makemigrations --check --dry-run >/dev/null ||
    fail "a model changed without its migration"
}

check() {
  style
  types
}

core() {
  step "the library on its bare install, sockets off"
  UV_PROJECT_ENVIRONMENT=.venv-core tools/setup.sh sync --no-default-groups --group core-test ||
    fail "setting up the bare install"
  .venv-core/bin/pytest -c tests/bare.toml --rootdir=. -n 2 -q \
    tests/core tests/logstore tests/fetch tests/cli tests/properties || fail "core"
}

platform() {
  step "the platform on SQLite"
  .venv/bin/pytest -n 2 --dist loadgroup -q tests/platform tests/architecture || fail "platform on SQLite"
}

postgres() {
  step "the platform on PostgreSQL"
  python3 tools/with_postgres.py .venv/bin/pytest -n 2 --dist loadgroup -q tests/platform \
    -m "not sqlite_only and not no_database and not any_database"
  case $? in
  0) ;;
  77) skip "the platform on PostgreSQL: no PostgreSQL on this machine" ;;
  *) fail "platform on PostgreSQL" ;;
  esac
}

interop() {
  step "foreign verifiers"
  if command -v npm >/dev/null; then
    .venv/bin/pytest -q tests/interop -rs || fail "foreign verifiers"
  else
    skip "foreign verifiers: no npm on this machine"
  fi
}

pages() {
  step "journeys in a browser on SQLite"
  if ! browser >/dev/null; then
    skip "journeys in a browser: no Chromium on this machine"
    return 0
  fi
  .venv/bin/pytest -n 2 --dist loadfile -q tests/e2e || fail "journeys in a browser on SQLite"
}

journeys() {
  browser >/dev/null || return 0
  step "journeys in a browser on PostgreSQL"
  python3 tools/with_postgres.py .venv/bin/pytest -q tests/e2e -k "journey"
  case $? in
  0) ;;
  77) skip "journeys on PostgreSQL: no PostgreSQL on this machine" ;;
  *) fail "journeys in a browser on PostgreSQL" ;;
  esac
}

e2e() {
  pages
  journeys
}

docs() {
  step "documentation"
  env NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet || fail "documentation"
}

wheel() {
  step "the wheel in an empty environment"
  uv=$(tools/setup.sh uv)
  rm -rf .cache/wheel && mkdir -p .cache/wheel
  "$uv" build --quiet --wheel --out-dir .cache/wheel || fail "wheel build"
  "$uv" venv --quiet .cache/wheel/venv &&
    "$uv" pip install --quiet --python .cache/wheel/venv/bin/python .cache/wheel/*.whl ||
    fail "wheel install"
  (
    cd .cache/wheel && venv/bin/skillmark version && venv/bin/skillmark keys new issuer.json &&
      venv/bin/skillmark issue ../../docs/examples/fire-safety.toml \
        ../../docs/examples/people.csv --key issuer.json --out badges &&
      venv/bin/skillmark verify badges --offline
  ) || fail "the wheel does not work where nothing else is installed"
}

# What one core is enough for.
single() {
  interop
  docs
  wheel
}

all() {
  setup
  style
  start types
  core
  joined types
  platform
  postgres
  pages
  start single
  journeys
  joined single
}

case "${1:-}" in
all | check | core | platform | postgres | interop | e2e | docs | wheel | types | single) "$1" ;;
*) echo "usage: tools/test.sh all|check|core|platform|postgres|interop|e2e|docs|wheel" >&2 && exit 2 ;;
esac

case "$1" in types | single) exit 0 ;; esac # whoever started them says the rest
[ -n "$skipped" ] && printf '\nSkipped on this machine:%s\n' "$skipped" >&2
step "done: everything that ran has passed"
