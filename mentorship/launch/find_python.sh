#!/bin/sh
# Prints a Python that can make the environment: 3.12 or newer, with venv. PYTHON=… wins; then the usual
# names, then what pyenv and uv have installed, newest last, so that a version that is not "active" counts too.

usable() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    if usable "$PYTHON"; then echo "$PYTHON"; exit 0; fi
    echo "PYTHON=$PYTHON is not a Python 3.12 or newer with venv. Name another one: PYTHON=/path/to/python3.13 make run" >&2
    exit 1
fi

pyenv_versions="${PYENV_ROOT:-${HOME:-}/.pyenv}/versions"
uv_versions="${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/uv/python}"
for candidate in python3.13 python3.12 python3.14 python3 \
    "$pyenv_versions"/3.13*/bin/python3 "$pyenv_versions"/3.1[24]*/bin/python3 \
    "$uv_versions"/cpython-3.13*/bin/python3 "$uv_versions"/cpython-3.1[24]*/bin/python3; do
    if usable "$candidate"; then echo "$candidate"; exit 0; fi
done

echo "No Python 3.12 or newer with venv was found. Install one (for example: apt-get install python3 python3-venv, pyenv install 3.13, or uv python install 3.13), or name it: PYTHON=/path/to/python3.13 make run" >&2
exit 1
