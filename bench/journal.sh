#!/bin/sh
# The sealed journal: entries a second beside a plain insert that is synced, with one writer and with 64; and
# how long a journal takes to verify, in the database and as an export, beside the second verifier
# (Python) and beside one SHA-256 of the same bytes. All in one run.
# Usage: bench/journal.sh [entries] [seconds a round] [folder]
set -eu
cd "$(dirname "$0")/.."
entries=${1:-1000000} seconds=${2:-5} folder=${3:-data/bench-journal}
target=${CARGO_TARGET_DIR:-target}

for needed in "python3 (apt-get install python3)" "sha256sum (apt-get install coreutils)" "/usr/bin/time (apt-get install time)"; do
    command -v "${needed%% *}" >/dev/null || { echo "missing: $needed" >&2; exit 1; }
done
[ -n "${BUILT:-}" ] || cargo build --release --package resettle --package bench
rm -rf "$folder"
mkdir -p "$folder"

echo "$(bench/machine.sh), $(python3 --version); medians of three rounds of $seconds s"
echo
"$target/release/bench" appends --folder "$folder" --seconds "$seconds"

database=sqlite:$folder/journal.db key=$folder/key export=$folder/export
"$target/release/bench" fill --file "$folder/journal.db" --entries "$entries"
# The server makes the key that signs, and signs once a minute; the export signs what came since.
"$target/release/resettle" serve --database "$database" --journal-key "$key" --listen 127.0.0.1:8704 >"$folder/serve.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
until [ -s "$key" ]; do
    kill -0 $server 2>/dev/null || { echo "the server did not start: see $folder/serve.log" >&2; exit 1; }
    sleep 0.2
done
kill $server
wait $server
trap - EXIT
"$target/release/resettle" journal export --database "$database" --journal-key "$key" --to "$export" >/dev/null
public=$("$target/release/resettle" journal key --journal-key "$key")

timed() { # words, command
    words=$1
    shift
    /usr/bin/time -f '%e %M' -o "$folder/time" "$@" >/dev/null
    read -r took memory <"$folder/time"
    echo "| $words | $took s | $((memory / 1024)) MiB |"
}
echo
echo "$entries entries: $(du -h "$folder/journal.db" | cut -f1) of database, $(du -sh "$export" | cut -f1) of export"
echo
echo "| verify | seconds | peak memory |"
echo "|---|---|---|"
timed "the database, every entry's detail too" "$target/release/resettle" journal verify --database "$database" --public-key "$public"
timed "the export" "$target/release/resettle" journal verify "$export" --public-key "$public"
timed "the export, second verifier in Python" python3 crates/seal/tests/verify.py "$export" "$public"
timed "SHA-256 of the export's bytes, once" sh -c "find '$export' -type f -exec cat {} + | sha256sum"
