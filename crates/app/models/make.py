#!/usr/bin/env python3
"""Writes the model by which records of feeds are weighed, before and after it is trained. What it learns comes from
invented people alone (bench/link/make_people.py, 100,000 records, seed 7), and from nobody's records:

    python make.py > feed.json
    resettle link train people.parquet --model feed.json --clean --out trained.json
    python make.py trained.json people.parquet > feed.json

A level is decided in `join/weigh.rs`; the condition here says the same in SQL, so that it can be learned. Names that
stand in each other's place are one event in two comparisons: `weigh.rs` shares its weight between them.

Numbers are not learned: the invented people have none that are ever wrong, and real ones have. Their m is assumed, and
their u follows from the bits that a number may weigh at most; both are kept fixed. So is the prior.

Family names that are more common than two people share one by chance say less: each is in the model with its share of
the invented people, whose common names come as often as published lists of British names say. A rare name does not
say more, as nothing is known of how rare it is.
"""
import json
import sys
from collections import Counter

# Of two records drawn at random one pair in 3.8 million is of one person (HMPPS Person Record).
PRIOR = 2.65e-7

# For each number how often it agrees on two records of one person (assumed), and what that may weigh, in bits: given
# to one person alone, damped for numbers that are written down wrongly. A PNC id may be on two records by mistake at
# its source. One person has one CRN and one NHS number, but several prison numbers over the years.
NUMBERS = {
    "prison_number": (0.75, 19), "crn": (0.984, 19), "pnc_id": (0.94, 15), "cro_number": (0.94, 17),
    "ni_number": (0.97, 17), "nhs_number": (0.984, 19),
}


def level(sql, label, **more):
    return {"sql_condition": sql, "label_for_charts": label, **more}


def both(part, column):
    return f"{part.format(column + '_l')} = {part.format(column + '_r')}"


def null(column):
    return level(f"{column}_l is null or {column}_r is null", "not_known", is_null_level=True)


def same(column, **more):
    return level(f"{column}_l = {column}_r", "same", **more)


def other(**more):
    return level("ELSE", "different", **more)


CROSSED = level("first_name_l = surname_r and surname_l = first_name_r", "crossed")
DISTRICT = "nullif(regexp_extract({}, '^[A-Z]{{1,2}}[0-9][A-Z0-9]?', 0), '')"
YEAR, MONTH, DAY = (f"substr({{}}, {at}, {long})" for at, long in ((1, 4), (6, 2), (9, 2)))


def alike(column, least):
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def number(column):
    m, bits = NUMBERS[column]
    u = m / 2 ** bits
    kept = {"fix_m_probability": True, "fix_u_probability": True}
    return [null(column), same(column, m_probability=m, u_probability=u, **kept),
            other(m_probability=1 - m, u_probability=1 - u, **kept)]


def dob_parts():
    parts = [both(part, "dob") for part in (YEAR, MONTH, DAY)]
    two = [f"({one} and {next})" for one, next in ((parts[0], parts[1]), (parts[0], parts[2]), (parts[1], parts[2]))]
    turned = (f"{parts[0]} and {MONTH.format('dob_l')} = {DAY.format('dob_r')} "
              f"and {DAY.format('dob_l')} = {MONTH.format('dob_r')}")
    return " or ".join([*two, f"({turned})"])


COMPARISONS = {
    "family_name": [
        null("surname"), same("surname", tf_adjustment_column="surname", tf_adjustment_weight=1.0), CROSSED,
        level(alike("surname", 0.92), "close"), level(alike("surname", 0.85), "alike"), other()],
    "given_name": [
        null("first_name"), same("first_name"), CROSSED,
        level(f"{alike('first_name', 0.92)} or {both('split_part({}, ' + chr(39) + ' ' + chr(39) + ', 1)', 'first_name')}",
              "close"),
        level(alike("first_name", 0.85), "alike"), other()],
    "date_of_birth": [
        null("dob"), same("dob"), level(dob_parts(), "one_part"), level(both(YEAR, "dob"), "partly"), other()],
    "sex": [null("sex"), same("sex"), other()],
    "postcode": [null("postcode"), same("postcode"), level(both(DISTRICT, "postcode"), "district"), other()],
}

RULES = ["l.surname = r.surname and l.dob = r.dob", "l.first_name = r.first_name and l.dob = r.dob",
         "l.dob = r.dob and l.postcode = r.postcode", "l.surname = r.surname and l.postcode = r.postcode",
         "l.first_name = r.first_name and l.surname = r.surname"]

trained = json.load(open(sys.argv[1])) if len(sys.argv) > 1 else {"comparisons": []}
for learned in trained["comparisons"]:
    for own, taught in zip(COMPARISONS[learned["output_column_name"]], learned["comparison_levels"], strict=True):
        # Six significant figures: more would say that more is known.
        own |= {key: float(f"{taught[key]:.6g}") for key in ("m_probability", "u_probability") if key in taught}



def common_names(path):
    from pyarrow import parquet
    people = parquet.read_table(path, columns=["person_id", "surname"]).to_pydict()
    one_each = {who: name for who, name in zip(people["person_id"], people["surname"]) if name}
    shares = [(name, count / len(one_each)) for name, count in Counter(one_each.values()).items()]
    least = COMPARISONS["family_name"][1]["u_probability"]
    common = [(name.replace("-", " ").replace("'", ""), share) for name, share in shares if share > least]
    return {name: float(f"{share:.3g}") for name, share in sorted(common, key=lambda one: (-one[1], one[0]))}


common = common_names(sys.argv[2]) if len(sys.argv) > 2 else {}
comparisons = dict(COMPARISONS)
if trained["comparisons"]:
    comparisons |= {column: number(column) for column in NUMBERS}

print(json.dumps({
    "link_type": "dedupe_only",
    "sql_dialect": "duckdb",
    "unique_id_column_name": "unique_id",
    "source_dataset_column_name": "source_dataset",
    "em_convergence": 0.0001,
    "max_iterations": 100,
    "probability_two_random_records_match": PRIOR if trained["comparisons"] else 0.0001,
    "blocking_rules_to_generate_predictions": [{"blocking_rule": own, "sql_dialect": "duckdb"} for own in RULES],
    "comparisons": [{"output_column_name": name, "comparison_levels": levels} for name, levels in comparisons.items()],
    "common_family_names": common,
}, indent=2))
