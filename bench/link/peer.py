#!/usr/bin/env python3
"""End-to-end Splink (DuckDB) dedupe benchmark: load, train, predict, cluster, evaluate.

    python peer.py people.parquet --preset people --blocking standard
    python peer.py historical_50k.parquet --preset h50k

Works with splink 4.0.x and 5.0.x. One process = one measurement. The timed region is
load -> prior -> u -> EM -> predict -> cluster; quality is computed after the clock and the
peak-RSS reading are taken. Every SQL statement Splink sends is timed, so the report says
where the time goes. Result: one JSON object on the last line of stdout.
"""
import argparse
import json
import os
import re
import resource
import tempfile
import time
import warnings
import logging

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
import duckdb                                                        # noqa: E402
import splink                                                        # noqa: E402
import splink.comparison_library as cl                               # noqa: E402
import splink.comparison_level_library as cll                        # noqa: E402
from splink import DuckDBAPI, Linker, SettingsCreator, block_on      # noqa: E402
from splink.blocking_rule_library import CustomRule                  # noqa: E402

V5 = int(splink.__version__.split(".")[0]) >= 5

OUT = "split_part(postcode, ' ', 1)"
PEOPLE_STANDARD = [
    block_on("surname", "dob"),
    block_on("first_name", "dob"),
    block_on("dob", "postcode"),
    block_on("postcode", "surname"),
    block_on("postcode", "first_name"),
    block_on("first_name", "surname", "substr(dob,1,4)"),
    block_on("first_name", "surname", OUT),
    block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,7)"),
    block_on("substr(first_name,1,3)", "substr(surname,1,4)", "substr(dob,1,4)"),
    CustomRule("l.first_name = r.surname and l.surname = r.first_name and l.dob = r.dob"),
]
PEOPLE_LOOSE = [
    block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
    block_on("dob"),
    block_on("postcode"),
]


TUNED_SQL = r"""select record_id, person_id, first_name, surname, dob, sex, postcode, town,
    first_name || ' ' || surname as name_concat,
    datediff('day', date '1900-01-01', try_strptime(dob, '%Y-%m-%d')::date) as dob_days,
    nullif(regexp_extract(postcode, '^[A-Za-z]{{1,2}}[0-9][A-Za-z0-9]? [0-9]', 0), '') as pc_sector,
    nullif(regexp_extract(postcode, '^[A-Za-z]{{1,2}}[0-9][A-Za-z0-9]?', 0), '') as pc_district,
    nullif(regexp_extract(postcode, '^[A-Za-z]{{1,2}}', 0), '') as pc_area
    from read_parquet('{p}')"""


def tuned_dob_postcode():
    """Same levels as DateOfBirthComparison / PostcodeComparison, but dates are parsed and
    postcodes split once per record instead of once per pair: the best an expert gets."""
    L = cll.CustomLevel
    days = lambda n, s: L(f"abs(dob_days_l - dob_days_r) <= {n}", s)
    return [
        cl.CustomComparison(output_column_name="dob", comparison_levels=[
            L("dob_days_l IS NULL OR dob_days_r IS NULL", "null").configure(is_null_level=True),
            cll.ExactMatchLevel("dob").configure(tf_adjustment_column="dob"),
            L("levenshtein(dob_l, dob_r) <= 1", "lev1"), days(30, "month"), days(365, "year"), days(3652, "10 years"),
            cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="postcode", comparison_levels=[
            cll.NullLevel("postcode"), cll.ExactMatchLevel("postcode").configure(tf_adjustment_column="postcode"),
            cll.ExactMatchLevel("pc_sector"), cll.ExactMatchLevel("pc_district"), cll.ExactMatchLevel("pc_area"),
            cll.ElseLevel()])]


def preset(name, blocking, tuned):
    if name == "h50k":            # the settings of Splink's own 50k example
        pc = "postcode_fake"
        return dict(
            uid="unique_id", truth="cluster",
            load="select *, first_name || ' ' || surname as name_concat from read_parquet('{p}')",
            rules=[block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"),
                   block_on("first_name", "dob"), block_on(pc, "first_name"), block_on(pc, "surname"),
                   block_on("dob", "birth_place"), block_on(f"substr({pc},1,3)", "dob"),
                   block_on(f"substr({pc},1,3)", "first_name"), block_on(f"substr({pc},1,3)", "surname"),
                   block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)")],
            comparisons=[cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="name_concat"),
                         cl.DateOfBirthComparison("dob", input_is_string=True), cl.PostcodeComparison(pc),
                         cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
                         cl.ExactMatch("occupation").configure(term_frequency_adjustments=True)],
            prior=[block_on("first_name", "surname", "dob"),
                   block_on("substr(first_name,1,2)", "surname", f"substr({pc},1,2)"), block_on("dob", pc)],
            recall=0.6, train=[block_on("first_name", "surname"), block_on("dob")])
    return dict(
        uid="record_id", truth="person_id",
        load=TUNED_SQL if tuned else
        "select record_id, person_id, first_name, surname, dob, sex, postcode, town, "
        "first_name || ' ' || surname as name_concat from read_parquet('{p}')",
        rules=PEOPLE_STANDARD + (PEOPLE_LOOSE if blocking == "loose" else []),
        comparisons=[cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="name_concat"),
                     # term frequencies on dob and postcode: 1 January defaults and hostels need them
                     *(tuned_dob_postcode() if tuned else [
                         cl.DateOfBirthComparison("dob", input_is_string=True).configure(term_frequency_adjustments=True),
                         cl.PostcodeComparison("postcode").configure(term_frequency_adjustments=True)]),
                     cl.ExactMatch("town").configure(term_frequency_adjustments=True),
                     cl.ExactMatch("sex")],
        prior=[block_on("first_name", "surname", "dob"), block_on("surname", "dob", "postcode"),
               block_on("first_name", "dob", "postcode")],
        recall=0.6, train=[block_on("first_name", "surname"), block_on("dob", "town")])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("parquet")
    ap.add_argument("--preset", choices=["people", "h50k"], default="people")
    ap.add_argument("--blocking", choices=["standard", "loose"], default="standard")
    ap.add_argument("--lean", action="store_true", help="keep no matching/intermediate columns")
    ap.add_argument("--tuned", action="store_true", help="dates and postcode parts precomputed per record")
    ap.add_argument("--u-pairs", type=float, default=1e7)
    ap.add_argument("--seed", type=int, default=1, help="of the random pairs for u")
    ap.add_argument("--em-pairs", type=float, default=0, help="splink 5 EM sample cap (0 = all)")
    ap.add_argument("--keep", type=float, default=0.5, help="predict threshold (probability)")
    ap.add_argument("--threshold", type=float, default=0.99, help="cluster threshold (timed run)")
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    ap.add_argument("--memory-limit", default="")
    ap.add_argument("--chunks", type=int, default=0)
    ap.add_argument("--save-model", default="")
    ap.add_argument("--save-clusters", default="")
    ap.add_argument("--save-scores", default="", help="write predicted pairs for cross-checks")
    ap.add_argument("--sql", type=int, default=12, help="how many of the slowest statements to list")
    a = ap.parse_args()
    P = preset(a.preset, a.blocking, a.tuned)

    con = duckdb.connect(":memory:")
    con.execute(f"set threads={a.threads}")
    con.execute(f"set temp_directory='{tempfile.mkdtemp()}'")
    if a.memory_limit:
        con.execute(f"set memory_limit='{a.memory_limit}'")
    db = DuckDBAPI(connection=con)
    log, blocked = [], {}
    inner = db._execute_sql_against_backend

    def timed(sql, *x, **kw):
        t = time.perf_counter()
        r = inner(sql, *x, **kw)
        m = re.match(r"\s*create (?:or replace )?(?:temp )?table\s+(\S+)", sql, re.I)
        log.append((time.perf_counter() - t, m.group(1) if m else sql.strip()[:50], sql))
        if m and "blocked_id_pairs" in m.group(1):
            blocked[m.group(1)] = con.execute(f"select count(*) from {m.group(1)}").fetchall()[0][0]
        return r
    db._execute_sql_against_backend = timed

    ph, t0 = {}, time.perf_counter()

    def lap(k, since):
        ph[k] = round(time.perf_counter() - since, 3)
    t = time.perf_counter()
    con.execute("create table src_people as " + P["load"].format(p=a.parquet))
    lap("load", t)
    t = time.perf_counter()
    s = SettingsCreator(link_type="dedupe_only", unique_id_column_name=P["uid"],
                        blocking_rules_to_generate_predictions=P["rules"], comparisons=P["comparisons"],
                        retain_matching_columns=not a.lean, retain_intermediate_calculation_columns=False)
    if V5:
        linker = Linker(db.register(con.table("src_people"), dataset_display_name="people"), s)
    else:
        linker = Linker(con.table("src_people"), s, db_api=db)
    lap("linker", t)
    t = time.perf_counter()
    linker.training.estimate_probability_two_random_records_match(P["prior"], recall=P["recall"])
    lap("prior", t)
    t = time.perf_counter()
    linker.training.estimate_u_using_random_sampling(max_pairs=a.u_pairs, seed=a.seed)
    lap("u", t)
    em_iters = []
    for i, r in enumerate(P["train"]):
        t = time.perf_counter()
        kw = {"max_pairs": a.em_pairs} if (V5 and a.em_pairs) else {}
        ses = linker.training.estimate_parameters_using_expectation_maximisation(
            r, estimate_without_term_frequencies=True, **kw)
        em_iters.append(len(ses._core_model_settings_history) - 1)
        lap(f"em{i + 1}", t)
    em_blocked = list(blocked.values())
    blocked.clear()
    t = time.perf_counter()
    kw = {}
    if V5 and a.chunks:
        kw = dict(num_chunks_left=a.chunks, num_chunks_right=1)
    pred = linker.inference.predict(threshold_match_probability=a.keep, **kw)
    lap("predict", t)
    t = time.perf_counter()
    clus = linker.clustering.cluster_pairwise_predictions_at_threshold(pred, threshold_match_probability=a.threshold)
    lap("cluster", t)
    total = time.perf_counter() - t0
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    cpu = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])

    # ---------------- quality (untimed) -------------------------------------------
    u, tr = P["uid"], P["truth"]
    q = lambda sql: con.execute(sql).fetchall()
    n = q("select count(*) from src_people")[0][0]
    true = q(f"select sum(c*(c-1)//2)::bigint from (select count(*) c from src_people group by {tr})")[0][0]
    edges = q(f"""select p, count(*) filter (where mp >= p), count(*) filter (where mp >= p and ok)
                  from (select match_probability mp, a.{tr} = b.{tr} ok from {pred.physical_name} e
                        join src_people a on a.{u} = e.{u}_l join src_people b on b.{u} = e.{u}_r)
                  cross join (select unnest([0.5, 0.8, 0.9, 0.95, 0.99, 0.999]) p) group by p order by p""")
    prf = lambda tp, fpos: dict(precision=round(tp / max(tp + fpos, 1), 5), recall=round(tp / true, 5),
                                f1=round(2 * tp / max(2 * tp + fpos + true - tp, 1), 5))
    edge_q = {str(p): prf(ok, k - ok) for p, k, ok in edges}
    by_thr = {}
    for p in (0.95, 0.99, 0.999, 0.9999):
        k = clus if p == a.threshold else linker.clustering.cluster_pairwise_predictions_at_threshold(
            pred, threshold_match_probability=p)
        n_cl = q(f"select sum(c*(c-1)//2)::bigint from (select count(*) c from {k.physical_name} group by cluster_id)")[0][0]
        n_tp = q(f"""select sum(c*(c-1)//2)::bigint from (select count(*) c from {k.physical_name} k
                     join src_people p on p.{u} = k.{u} group by k.cluster_id, p.{tr})""")[0][0]
        by_thr[str(p)] = prf(n_tp, n_cl - n_tp)
    cl_pairs = q(f"select sum(c*(c-1)//2)::bigint from (select count(*) c from {clus.physical_name} group by cluster_id)")[0][0]
    cl_tp = q(f"""select sum(c*(c-1)//2)::bigint from (select count(*) c from {clus.physical_name} k
                  join src_people p on p.{u} = k.{u} group by k.cluster_id, p.{tr})""")[0][0]
    n_blocked = sum(blocked.values())
    if a.save_model:
        linker.misc.save_model_to_json(a.save_model, overwrite=True)
    if a.save_clusters:
        con.execute(f"copy (select {u}, cluster_id from {clus.physical_name}) to '{a.save_clusters}' (format parquet)")
    if a.save_scores:
        con.execute(f"copy (select {u}_l, {u}_r, match_weight from {pred.physical_name}) to '{a.save_scores}' (format parquet)")
    for dt, name, _ in sorted(log, key=lambda x: -x[0])[:a.sql]:
        print(f"  {dt:9.2f}s  {name[:90]}")
    print(json.dumps(dict(
        file=os.path.basename(a.parquet), splink=splink.__version__, duckdb=duckdb.__version__, preset=a.preset,
        blocking=a.blocking, lean=a.lean, tuned=a.tuned, u_pairs=a.u_pairs, em_pairs=a.em_pairs, keep=a.keep,
        threshold=a.threshold, threads=a.threads, records=n, wall_s=round(total, 2), cpu_s=round(cpu, 2),
        peak_rss_gib=round(rss, 2), phases=ph, em_iterations=em_iters, em_pairs_blocked=em_blocked,
        pairs_scored=n_blocked, pairs_per_s_predict=int(n_blocked / max(ph["predict"], 1e-9)),
        pairs_kept=q(f"select count(*) from {pred.physical_name}")[0][0],
        true_pairs=true, clusters=q(f"select count(distinct cluster_id) from {clus.physical_name}")[0][0],
        edge=edge_q, cluster=prf(cl_tp, cl_pairs - cl_tp), cluster_by_threshold=by_thr)))


if __name__ == "__main__":
    main()
