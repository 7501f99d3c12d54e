#!/bin/sh
# Makes .venv and node_modules what the locks say; quick when they already are.
# Usage: sh mentorship/launch/prepare.sh app|dev|bench|lock|sbom
set -eu
here=$(dirname "$0")
if .venv/bin/python -c 'import pip' >/dev/null 2>&1; then
    python=.venv/bin/python
else
    python=$(sh "$here/find_python.sh")
fi
exec "$python" "$here/environment.py" "$@"
