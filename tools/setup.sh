#!/bin/sh
# Bring uv, the pinned Python and everything the project needs, on a machine with git, make and python3.
#
#   tools/setup.sh uv            print the path of uv, installing it below .tools/ if the machine has none
#   tools/setup.sh sync ARGS...  uv sync, quietly
#   tools/setup.sh system        Chromium, PostgreSQL and SoftHSM through apt-get, where that is allowed
set -eu
cd "$(dirname "$0")/.."

uv_version=0.13.9
venv=.tools/uv
target=.tools/uv-package

say() { printf '%s\n' "$*" >&2; }

find_uv() {
  for candidate in "$(command -v uv || true)" "$venv/bin/uv" "$target/bin/uv"; do
    if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

install_uv() {
  mkdir -p .tools
  say "Setting up: uv $uv_version"
  if python3 -m venv "$venv" >/dev/null 2>&1 &&
    "$venv/bin/pip" install --quiet "uv==$uv_version" >&2; then
    return 0
  fi
  rm -rf "$venv" # Debian's python3 without python3-venv leaves a broken folder.
  if python3 -m pip install --quiet --target "$target" "uv==$uv_version" >&2 2>/dev/null; then
    return 0
  fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >&2 && apt-get install -y -qq python3-venv >/dev/null &&
      python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "uv==$uv_version" >&2 && return 0
  fi
  say "Could not install uv. Install it yourself (for example: pipx install uv), then run this again."
  return 1
}

system() {
  missing=""
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null || missing="$missing chromium"
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null ||
    missing="$missing postgresql"
  ls /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so >/dev/null 2>&1 ||
    missing="$missing softhsm2"
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Setting up:$missing"
    # shellcheck disable=SC2086 # one word a package
    if apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
      return 0
    fi
  fi
  say "NOT INSTALLED:$missing. The test suites that need them will be skipped by name."
}

case "${1:-}" in
uv) find_uv || { install_uv && find_uv; } ;;
sync)
  shift
  uv=$(find_uv) || { install_uv && uv=$(find_uv); }
  say "Setting up: Python and packages"
  wanted=$(cat .python-version)
  if [ -z "${UV_PYTHON:-}" ] && ! "$uv" python find "$wanted" >/dev/null 2>&1; then
    # pyenv keeps its versions where nobody else looks; without them uv downloads one.
    for python in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$wanted"*/bin/python3; do
      [ -x "$python" ] && export UV_PYTHON="$python"
    done
  fi
  "$uv" sync --quiet --locked "$@"
  ;;
system) system ;;
*) say "usage: tools/setup.sh uv | sync [ARGS] | system" && exit 2 ;;
esac
