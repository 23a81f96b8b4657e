#!/bin/sh
# Makes .venv with everything that the program and its tests need, at the versions of the lock file.
# System packages that are missing are installed with apt where that is allowed; else they are named.
# `setup.sh prove` also brings the tools that the longer proofs need.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
venv=.venv
stamp=$venv/.installed-from
lock=requirements-dev.lock
lists=installers/linux/system-packages.txt
[ "${1:-}" = prove ] && lists="$lists installers/linux/prove-packages.txt"
wanted=$(cat "$lock" pyproject.toml | cksum)

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

has_venv() { "$python" -c 'import venv, ensurepip' 2>/dev/null; }

missing_packages() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    # On Debian some are provided under another name (libglib2.0-0t64): what provides it counts.
    installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' 2>/dev/null |
        sed -n 's/^installed //p' | tr -d '()=' | tr ',\n' '  ' | tr -s ' ') "
    # shellcheck disable=SC2086
    cat $lists | while read -r package _; do
        case "$package" in '' | '#'*) continue ;; esac
        case "$package" in
        python3-venv) has_venv && continue ;;
        nodejs) command -v node >/dev/null 2>&1 && continue ;;
        npm) command -v npm >/dev/null 2>&1 && continue ;;
        esac
        case "$installed" in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
    done
}

python=$(find_python) || {
    echo "Python 3.11 or newer is needed: apt-get install python3" >&2
    exit 1
}

missing=$(missing_packages)
if [ -z "$missing" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] &&
    "$venv/bin/python" -c 'import counter_app' 2>/dev/null; then
    exit 0
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root='sudo -n'
    else as_root=no; fi
    if [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing system packages: $missing"
        # shellcheck disable=SC2086
        { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; } ||
            echo "apt could not install: $missing" >&2
    else
        echo "These system packages are missing; without them a window may not open. As root:" >&2
        echo "  apt-get install --no-install-recommends $missing" >&2
    fi
fi

has_venv || {
    echo "Python has no venv module: apt-get install python3-venv" >&2
    exit 1
}

echo "Installing the project's packages into $venv"
[ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import pip' 2>/dev/null || "$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
# Compiled once here, so that the first start is as quick as the next ones.
"$venv/bin/python" -m compileall -q counter_app || true
echo "$wanted" >"$stamp"
