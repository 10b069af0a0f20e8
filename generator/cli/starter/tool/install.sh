#!/bin/sh
# How the workflows install the tool: what requirements.txt names, each file by its hash, and nothing else.
set -eu
cd "$(dirname "$0")/.."

stop() {
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    echo "::error file=requirements.txt,title=$1::$2"
  else
    echo "error: $1. $2" >&2
  fi
  exit 1
}

wheel=$(sed -n 's,^\./\(tool/aboveboard-[^/ ]*\.whl\) --hash=sha256:.*,\1,p' requirements.txt)
if [ -z "$wheel" ]; then
  stop "The tool is not in this repository" "On a computer that has aboveboard and its wheel, run 'aboveboard init --wheel FILE' in this folder, then commit what it writes. FILE is aboveboard-VERSION-py3-none-any.whl; 'make wheel' in the source of aboveboard makes it."
fi
if [ ! -f "$wheel" ]; then
  stop "The tool is not in this repository" "requirements.txt names $wheel, which was not committed: git add --force $wheel, then commit."
fi
# -P: not one module is taken from this folder, which is what people may propose changes to.
python -P -m pip install --quiet --no-compile --require-hashes --only-binary=:all: --requirement requirements.txt
