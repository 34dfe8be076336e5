#!/bin/sh
# Linking beside Splink on DuckDB: the same invented people, comparisons, levels, blocking rules and threads, from reading
# the file to people, both in turn; the same number of pairs first, then CPU seconds and peak memory, the best of the rounds.
# With BEYOND=1 then ours alone on twelve million records, an index of them, and a thousand new records looked up in it.
# Usage: bench/link.sh [rounds] [records] [threads] [folder]
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-2} records=${2:-1000000} threads=${3:-1} folder=${4:-data/bench-link}
target=${CARGO_TARGET_DIR:-target}

[ -n "${BUILT:-}" ] || cargo build --release --package link --example measure
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
python=$folder/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$folder/venv"
    "$python" -m pip install --quiet splink==5.0.0 duckdb==2.0.1 pyarrow==26.0.1 numpy==2.4.6 faker==40.63.0
fi
people=$folder/people_$records.parquet
[ -f "$people" ] || "$python" bench/link/make_people.py --records "$records" --seed 7 --out "$people" >/dev/null

rm -f "$folder"/*.out
for blocking in standard loose; do
    "$python" bench/link/preset.py $blocking "$folder/$blocking.json"
    for round in $(seq "$rounds"); do
        "$target/release/examples/measure" "$people" "$folder/$blocking.json" "$threads" >"$folder/$blocking-resettle-$round.out"
        "$python" bench/link/peer.py "$people" --blocking $blocking --lean --tuned --threads "$threads" \
            >"$folder/$blocking-splink-$round.out"
        echo "round $round, $blocking" >&2
    done
done

echo
echo "$(bench/machine.sh); $threads thread(s), $records records"
echo
"$python" bench/link/table.py "$folder"

[ -n "${BEYOND:-}" ] || exit 0
million() { # seed
    [ -f "$folder/people_$1.parquet" ] ||
        "$python" bench/link/make_people.py --records 1000000 --seed "$1" --out "$folder/people_$1.parquet" >/dev/null
    echo "$folder/people_$1.parquet"
}
many=$folder/people_12_million.parquet
if [ ! -f "$many" ]; then
    files=
    for seed in $(seq 101 112); do files="$files $(million "$seed")"; done
    # shellcheck disable=SC2086 # the names of files have no spaces but those of the folder's own
    (cd "$folder" && "$python" "$OLDPWD/bench/link/many.py" "$many" $(for file in $files; do basename "$file"; done))
fi
new=$(million 7)
"$target/release/examples/measure" "$many" "$folder/standard.json" "$threads" "$folder/model.json" 1 "$new"
