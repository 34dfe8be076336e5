#!/bin/sh
# One record after another, sent by an agency and looked up among twelve million people while it is recorded, beside
# the bare database: into a SQLite file, and into an empty database of PostgreSQL where one is named.
# Usage: [RESETTLE_BENCH_POSTGRES=postgres://USER@HOST/NAME] bench/lookup.sh [people] [folder] [records]
set -eu
cd "$(dirname "$0")/.."
people=${1:-12000000} folder=${2:-data/bench-lookup} records=${3:-2002}
target=${CARGO_TARGET_DIR:-target}

[ -n "${BUILT:-}" ] || cargo build --release --package bench
mkdir -p "$folder"
measure() { # database
    "$target/release/bench" lookup --database "$1" --people "$people" --records "$records" --folder "$folder"
}

file=$folder/people-$people.db
if [ ! -f "$file" ]; then
    "$target/release/bench" people --database "sqlite:$file.new" --people "$people"
    mv "$file.new" "$file"
fi
echo
echo "$(bench/machine.sh); SQLite, file $(du -h "$file" | cut -f1), $people people"
# Nothing of the file in memory: asked for this file alone, so that nobody else's are read anew.
sync "$file"
dd if="$file" iflag=nocache count=0 status=none
printf '\n## SQLite, nothing of the file in memory at first\n\n'
measure "sqlite:$file"
printf '\n## SQLite, again, the same records of another agency\n\n'
measure "sqlite:$file"

[ -n "${RESETTLE_BENCH_POSTGRES:-}" ] || exit 0
"$target/release/bench" people --database "$RESETTLE_BENCH_POSTGRES" --people "$people"
for pass in "just filled" "again"; do
    printf '\n## PostgreSQL, %s\n\n' "$pass"
    measure "$RESETTLE_BENCH_POSTGRES"
done
