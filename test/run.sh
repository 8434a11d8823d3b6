#!/bin/sh
# Installs what is missing and hands over to test/run.ts, with a Node that runs TypeScript by itself.
# Arguments: none for everything, step names (types lint unused tests browser), or words that name tests.
set -eu
cd "$(dirname "$0")/.."

installed=node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ ! -d node_modules/vitest ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
  echo 'Installing packages with npm ci'
  npm ci --ignore-scripts --include=dev --include=optional || { echo '0 passed, 1 failed'; exit 1; }
fi

runs_typescript() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a >= 24 || (a === 22 && b >= 18) ? 0 : 1)' 2>/dev/null
}
for node in node node_modules/.bin/node; do
  if runs_typescript "$node"; then exec "$node" test/run.ts "$@"; fi
done
echo 'No Node 22.18 or later, neither on the PATH nor in node_modules. Install one from https://nodejs.org/.' >&2
echo '0 passed, 1 failed'
exit 1
