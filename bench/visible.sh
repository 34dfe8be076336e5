#!/bin/sh
# A list of 100 people filtered by policy, beside the same list by SQL written by hand, in one run.
# Usage: bench/visible.sh [people] [folder with the database]
set -eu
cd "$(dirname "$0")/.."
people=${1:-300000} folder=${2:-data/bench}
target=${CARGO_TARGET_DIR:-target}

[ -n "${BUILT:-}" ] || cargo build --release --package resettle --package bench
mkdir -p "$folder"
[ -f "$folder/demo.db" ] || "$target/release/resettle" demo --load-only --people "$people" --data "$folder"

echo "$(bench/machine.sh); file $(du -h "$folder/demo.db" | cut -f1)"
echo
"$target/release/bench" visible --file "$folder/demo.db"
