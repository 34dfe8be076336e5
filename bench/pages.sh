#!/bin/sh
# Requests a second and latency of two pages, signed in and journalled, beside a bare handler that
# reads the same rows, in one run. Needs wrk. Usage: bench/pages.sh [people] [seconds] [folder]
set -eu
cd "$(dirname "$0")/.."
people=${1:-300000} seconds=${2:-20} folder=${3:-data/bench}
target=${CARGO_TARGET_DIR:-target}
cargo build --release --package resettle --package bench
mkdir -p "$folder"
[ -f "$folder/demo.db" ] || "$target/release/resettle" demo --load-only --people "$people" --data "$folder"
"$target/release/resettle" demo --data "$folder" --port 8701 >"$folder/site.log" 2>&1 &
site=$!
"$target/release/bench" bare --file "$folder/demo.db" --port 8702 &
bare=$!
trap 'kill $site $bare 2>/dev/null' EXIT
sleep 3
for page in my-people person; do
    "$target/release/bench" requests --file "$folder/demo.db" --page "$page" >"$folder/$page.lua"
    for round in 1 2 3; do
        echo "== $page, round $round: bare handler"
        BARE=1 wrk -t1 -c64 -d"$seconds"s --latency -s "$folder/$page.lua" http://127.0.0.1:8702
        echo "== $page, round $round: Resettle, signed in and journalled"
        wrk -t1 -c64 -d"$seconds"s --latency -s "$folder/$page.lua" http://127.0.0.1:8701
    done
done
grep VmHWM "/proc/$site/status" "/proc/$bare/status"
