#!/bin/sh
# `resettle evaluate` beside R (MatchIt and survival) and Python (statsmodels or scikit-learn, and lifelines) on the
# same invented cohorts, from CSV to results: the same answers first, then CPU seconds and peak memory of the whole
# process, the best of the rounds; then the whole comparison a thousand times. With BEYOND=1 first ours alone on 50,000
# of 10,050,000 people, whole and with a million of the pool drawn by lot.
# Usage: bench/evaluate.sh [rounds] [folder]
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-3} folder=${2:-data/bench-evaluate}
target=${CARGO_TARGET_DIR:-target}

packages="r-base-core r-cran-matchit r-cran-survival r-cran-sandwich r-cran-data.table r-cran-jsonlite"
Rscript -e 'for (name in c("MatchIt", "survival", "sandwich", "data.table", "jsonlite")) loadNamespace(name)' >/dev/null 2>&1 ||
    { echo "missing: R with its packages (apt-get install $packages)" >&2; exit 1; }
command -v /usr/bin/time >/dev/null || { echo "missing: /usr/bin/time (apt-get install time)" >&2; exit 1; }
[ -n "${BUILT:-}" ] || cargo build --release --package resettle --package bench
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
python=$folder/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$folder/venv"
    "$python" -m pip install --quiet numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 scikit-learn==1.9.1 statsmodels==0.15.0 lifelines==0.30.3
fi

cohort() { # name, took part, pool, seed
    [ -f "$folder/$1.csv" ] ||
        "$python" bench/evaluate/cohort.py "$folder/$1.csv" --treated "$2" --pool "$3" --seed "$4" >/dev/null
    covariates=$(head -1 "$folder/$1.csv" | tr ',' '\n' |
        grep -vx -e id -e treated -e reoffend -e n_reoffences -e t_first | sed 's/.*/"&"/' | paste -sd,)
    sed -e "s/COHORT/$1/" -e "s/COVARIATES/$covariates/" bench/evaluate/study.toml >"$folder/$1.toml"
}
cohort S 1000 100000 11
cohort L 5000 1000000 13
if [ -n "${BEYOND:-}" ]; then
    cohort X 50000 10000000 3
    sed 's/^treated = .*/&\npool_sample = 1000000/' "$folder/X.toml" >"$folder/X-drawn.toml"
fi

# CPU seconds, seconds and KiB at the peak, a line for each round.
timed() { # cohort, who, command
    name=$1-$2
    shift 2
    /usr/bin/time -a -f '%U %S %e %M' -o "$folder/$name.time" "$@" >"$folder/$name.out"
}
# One thread each in the peers' linear algebra: with two, threads that wait for each other are counted as work.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
rm -f "$folder"/*.time
for study in ${BEYOND:+X X-drawn}; do
    timed "$study" resettle "$target/release/resettle" evaluate "$folder/$study.toml" --out "$folder/$study"
done
for round in $(seq "$rounds"); do
    for cohort in S L; do
        file=$folder/$cohort.csv
        timed "$cohort" resettle "$target/release/resettle" evaluate "$folder/$cohort.toml" --out "$folder/$cohort"
        timed "$cohort" r Rscript bench/evaluate/peer.R "$file" 1000 0 1
        timed "$cohort" statsmodels "$python" bench/evaluate/peer.py "$file" 1000 0 --engine=statsmodels
        timed "$cohort" sklearn "$python" bench/evaluate/peer.py "$file" 1000 0 --engine=sklearn
        echo "round $round of cohort $cohort" >&2
    done
done

echo
# nproc counts the threads that are let run.
echo "$(env -u OMP_NUM_THREADS bench/machine.sh); R $(Rscript -e 'cat(as.character(getRversion()))'), $("$python" --version)"
echo
"$python" bench/evaluate/table.py "$folder"
echo
"$target/release/bench" replicates --file "$folder/S.csv"
