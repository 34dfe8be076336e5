#!/bin/sh
# Rows a second and peak memory of `resettle import people` into a fresh SQLite file, beside the
# SQLite command line's own CSV import of the same list, in one run; then the same list once more.
# Usage: bench/import.sh [rows] [folder]
set -eu
cd "$(dirname "$0")/.."
rows=${1:-1000000} folder=${2:-data/bench-import}
target=${CARGO_TARGET_DIR:-target}

for needed in "sqlite3 (apt-get install sqlite3)" "/usr/bin/time (apt-get install time)"; do
    command -v "${needed%% *}" >/dev/null || { echo "missing: $needed" >&2; exit 1; }
done
[ -n "${BUILT:-}" ] || cargo build --release --package resettle --package bench
mkdir -p "$folder"
rm -f "$folder"/*.db "$folder"/*.db-*
list=$folder/list.csv
"$target/release/bench" list --rows "$rows" >"$list"
"$target/release/bench" prisons --file "$folder/resettle.db"
cat "$list" >/dev/null

# Seconds and KiB at the peak, into a file: what the command itself says is shown.
timed() { # name, command
    name=$1
    shift
    /usr/bin/time -f '%e %M' -o "$folder/$name.time" "$@"
}
holds() { # file, table
    found=$(sqlite3 "$1" "select count(*) from $2")
    [ "$found" = "$rows" ] || { echo "$1 holds $found rows of $rows" >&2; exit 1; }
}

# A table with the list's own columns; the list's first line is not a row.
columns=$(head -1 "$list" | sed 's/,/ text, /g')
sqlite3 "$folder/peer.db" "create table list ($columns text)"
timed peer sqlite3 "$folder/peer.db" ".import --csv --skip 1 $list list"
holds "$folder/peer.db" list
timed first "$target/release/resettle" import people "$list" --database "sqlite:$folder/resettle.db"
holds "$folder/resettle.db" person
was=$(sqlite3 "$folder/resettle.db" "select count(*) from journal")
timed second "$target/release/resettle" import people "$list" --database "sqlite:$folder/resettle.db"
holds "$folder/resettle.db" person
# The second import is itself journalled, and nothing else.
now=$(sqlite3 "$folder/resettle.db" "select count(*) from journal")
[ "$now" = $((was + 1)) ] || { echo "the second import changed something: $was, then $now entries" >&2; exit 1; }

echo
echo "$(bench/machine.sh), sqlite3 $(sqlite3 --version | cut -d' ' -f1)"
echo "$rows rows, $(du -h "$list" | cut -f1); files: $(du -h "$folder/resettle.db" | cut -f1), SQLite's $(du -h "$folder/peer.db" | cut -f1)"
echo
echo "| import | seconds | rows/s | of SQLite's own | peak memory |"
echo "|---|---|---|---|---|"
for name in peer first second; do
    case $name in
    peer) words="SQLite's .import, one table" ;;
    first) words="Resettle, into an empty file" ;;
    second) words="Resettle, the same list again" ;;
    esac
    read -r seconds memory <"$folder/$name.time"
    read -r least _ <"$folder/peer.time"
    awk -v words="$words" -v rows="$rows" -v seconds="$seconds" -v memory="$memory" -v least="$least" 'BEGIN {
        printf "| %s | %.1f | %d | %.1f %% | %d MiB |\n",
            words, seconds, rows / seconds, 100 * least / seconds, memory / 1024 }'
done
