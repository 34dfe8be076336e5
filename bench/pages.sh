#!/bin/sh
# Requests a second and latency of My people and a person's page, signed in and journalled, in one run
# beside a bare handler that reads the same rows, and beside Resettle without policy and journal: the
# product has no switch for that, so a copy of the tree is built with unguarded.patch.
# Usage: bench/pages.sh [people] [seconds a round] [folder with the database]
set -eu
cd "$(dirname "$0")/.."
people=${1:-300000} seconds=${2:-15} folder=${3:-data/bench}
mkdir -p "${CARGO_TARGET_DIR:-target}"
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
export CARGO_TARGET_DIR="$target"
rounds=3 site_port=8701 bare_port=8702 unguarded_port=8703

for needed in "wrk (apt-get install wrk)" "curl (apt-get install curl)" "git (apt-get install git)"; do
    command -v "${needed%% *}" >/dev/null || { echo "missing: $needed" >&2; exit 1; }
done
mkdir -p "$folder"
# The copy first: its program has the same name and place as the product's.
if [ -z "${BUILT:-}" ]; then
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    git archive HEAD | tar -x -C "$copy"
    (cd "$copy" && git apply bench/unguarded.patch && cargo build --release --package resettle)
    rm -rf "$copy"
    cp "$target/release/resettle" "$folder/unguarded"
    cargo build --release --package resettle --package bench
fi
[ -f "$folder/demo.db" ] || "$target/release/resettle" demo --load-only --people "$people" --data "$folder"

"$target/release/resettle" demo --unlimited --data "$folder" --port $site_port >"$folder/site.log" 2>&1 &
site=$!
"$target/release/bench" bare --file "$folder/demo.db" --port $bare_port >"$folder/bare.log" 2>&1 &
bare=$!
"$folder/unguarded" demo --unlimited --data "$folder" --port $unguarded_port >"$folder/unguarded.log" 2>&1 &
unguarded=$!
trap 'kill $site $bare $unguarded 2>/dev/null; wait' EXIT
for port in $site_port $bare_port $unguarded_port; do
    tries=0
    until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/health"; do
        kill -0 $site && kill -0 $bare && kill -0 $unguarded && [ $tries -lt 300 ] || { echo "a server did not start" >&2; exit 1; }
        tries=$((tries + 1))
        sleep 0.2
    done
done

# The script for wrk prints: requests a second, p50 and p99 in milliseconds, wrong answers.
ask() { # page, bare, site or unguarded, seconds, whether each answer is looked at
    case $2 in
    bare) port=$bare_port ;;
    site) port=$site_port ;;
    unguarded) port=$unguarded_port ;;
    esac
    # The first pass reads from the disk, for seconds where the file is large: that is no wrong answer.
    patience=2s
    [ "$4" = no ] || patience=60s
    HANDLER=$2 LOOK=$4 wrk -t1 -c64 -d"$3"s --timeout $patience -s "$folder/$1.lua" "http://127.0.0.1:$port" | grep '^result'
}
right() { # a result
    [ "${1##* }" = 0 ] || { echo "wrong answers: $1" >&2; exit 1; }
}
median() { # field of the results
    cut -d' ' -f"$1" | sort -n | sed -n "$(((rounds + 1) / 2))p"
}

for page in my-people person; do
    "$target/release/bench" requests --file "$folder/demo.db" --page "$page" >"$folder/$page.lua"
    # Not timed: both are warm, and every answer is looked at. Looking costs more than asking.
    for handler in bare site unguarded; do right "$(ask $page $handler "$seconds" yes)"; done
    rm -f "$folder/$page.bare" "$folder/$page.site" "$folder/$page.unguarded"
    for round in $(seq $rounds); do
        for handler in bare site unguarded; do
            result=$(ask $page $handler "$seconds" no)
            right "$result"
            echo "$page, round $round, $handler: $result"
            echo "$result" >>"$folder/$page.$handler"
        done
    done
done

echo
echo "$(bench/machine.sh), $(wrk -v 2>&1 | grep -o 'wrk [^ ]*' | head -1)"
echo "file $(du -h "$folder/demo.db" | cut -f1); 64 connections, $rounds rounds of $seconds s each, medians"
echo
figures() { # page, handler: medians of requests a second, p50 and p99
    for field in 2 3 4; do median $field <"$folder/$1.$2"; done
}
# A row for each page: both, the percentage that is asked for, and Resettle's latency with the other's.
beside() { # handler, percentage: an expression of both requests a second, theirs and ours
    for page in my-people person; do
        { figures $page "$1"; figures $page site; } | tr '\n' ' ' | awk -v page=$page '{
            theirs = $1; ours = $4
            printf "| %s | %d | %d | %d %% | %.1f ms (%.1f ms) | %.1f ms (%.1f ms) |\n",
                page, theirs, ours, '"$2"', $5, $2, $6, $3 }'
    done
    echo
}
echo "| page | bare, requests/s | Resettle, requests/s | ratio | p50 (bare) | p99 (bare) |"
echo "|---|---|---|---|---|---|"
beside bare '100 * ours / theirs'
echo "| page | without policy and journal, requests/s | with both | they cost | p50 (without) | p99 (without) |"
echo "|---|---|---|---|---|---|"
beside unguarded '100 - 100 * ours / theirs'
echo "memory at its peak: Resettle $(awk '/VmHWM/ {print int($2 / 1024)}' /proc/$site/status) MiB," \
    "bare handler $(awk '/VmHWM/ {print int($2 / 1024)}' /proc/$bare/status) MiB"
