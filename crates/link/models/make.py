#!/usr/bin/env python3
"""Writes the ready model for people in the United Kingdom before it is trained: what is compared, and which pairs are
looked at. What it learns comes from invented people (bench/link/make_people.py, 200,000 records, seed 11):

    python make.py > uk-people.json
    resettle link train people.parquet --model uk-people.json --clean --out trained.json
    python make.py trained.json > uk-people.json

Identifiers and addresses for email are not learned: the invented people have none that are ever wrong, and real ones
have. Their m is an assumption, kept fixed; so is their u, which is worked out anew for each file.

first_name_root is a column that cleaning makes: the name of which a first name is a form (first-names.txt).
"""
import json
import sys

DATE = "try_strptime({}, '%Y-%m-%d')"
APART = f"abs(epoch({DATE.format('dob_l')}) - epoch({DATE.format('dob_r')}))"
YEAR = 31_557_600
SECTOR = "nullif(regexp_extract({}, '^[A-Z]{{1,2}}[0-9][A-Z0-9]? [0-9]', 0), '')"
DISTRICT = "nullif(regexp_extract({}, '^[A-Z]{{1,2}}[0-9][A-Z0-9]?', 0), '')"
AREA = "nullif(regexp_extract({}, '^[A-Z]{{1,2}}', 0), '')"


def level(sql, label, **more):
    return {"sql_condition": sql, "label_for_charts": label, **more}


def rarity(column):
    return {"tf_adjustment_column": column, "tf_adjustment_weight": 1.0}


def null(column):
    return level(f"{column}_l is null or {column}_r is null", "not known", is_null_level=True)


def same(column, label="the same", **more):
    return level(f"{column}_l = {column}_r", label, **more)


def other(**more):
    return level("ELSE", "different", **more)


def both(part):
    return f"{part.format('postcode_l')} = {part.format('postcode_r')}"


def name_like(least):
    one = "jaro_winkler_similarity({0}_l, {0}_r) >= {1}"
    return f"{one.format('first_name', least)} and {one.format('surname', least)}"


def assumed(m, u):
    return {"m_probability": m, "u_probability": u, "fix_m_probability": True}


def identifier(column):
    return [null(column), same(column, **assumed(0.95, 0.000001)),
            level(f"damerau_levenshtein({column}_l, {column}_r) <= 1", "one character wrong", **assumed(0.03, 0.00001)),
            other(**assumed(0.02, 0.999989))]


COMPARISONS = {
    "name": [
        level("(first_name_l is null or first_name_r is null) and (surname_l is null or surname_r is null)",
              "not known", is_null_level=True),
        same("full_name", "both the same", **rarity("full_name")),
        level("first_name_l = surname_r and first_name_r = surname_l", "forename and surname swapped"),
        level("first_name_root_l = first_name_root_r and surname_l = surname_r",
              "forms of one forename, surname the same", **rarity("surname")),
        level(name_like(0.92), "both alike (0.92)"),
        level(name_like(0.88), "both alike (0.88)"),
        same("surname", "surname the same", **rarity("surname")),
        same("first_name", "forename the same", **rarity("first_name")),
        other()],
    "dob": [
        level(f"{DATE.format('dob_l')} is null or {DATE.format('dob_r')} is null", "not known", is_null_level=True),
        same("dob", **rarity("dob")),
        level("substr(dob_l, 1, 4) = substr(dob_r, 1, 4) and substr(dob_l, 6, 2) = substr(dob_r, 9, 2) "
              "and substr(dob_l, 9, 2) = substr(dob_r, 6, 2)", "day and month swapped"),
        level("damerau_levenshtein(dob_l, dob_r) <= 1", "one figure wrong"),
        level("substr(dob_l, 1, 4) = substr(dob_r, 1, 4)", "the same year"),
        level(f"{APART} <= {10 * YEAR}", "within ten years"),
        other()],
    "postcode": [
        null("postcode"),
        same("postcode", **rarity("postcode")),
        level("levenshtein(postcode_l, postcode_r) <= 1", "one character wrong"),
        level(both(SECTOR), "the same sector"),
        level(both(DISTRICT), "the same district"),
        level(both(AREA), "the same area"),
        other()],
    "town": [null("town"), same("town", **rarity("town")), other()],
    "sex": [null("sex"), same("sex"), other()],
    "pnc": identifier("pnc"),
    "nino": identifier("nino"),
    "nhs_number": identifier("nhs_number"),
    "email": [
        null("email"), same("email", **assumed(0.6, 0.000005)),
        level("split_part(email_l, '@', 1) = split_part(email_r, '@', 1)", "the same before the @", **assumed(0.08, 0.00005)),
        level("jaro_winkler_similarity(email_l, email_r) >= 0.92", "alike (0.92)", **assumed(0.07, 0.0005)),
        other(**assumed(0.25, 0.999445))],
}

OUT = "split_part({}.postcode, ' ', 1)"


def rule(*columns):
    parts = []
    for column in columns:
        column = column if "{" in column else "{}." + column
        parts.append(f"{column.format('l')} = {column.format('r')}")
    return " and ".join(parts)


RULES = [
    rule("pnc"), rule("nino"), rule("nhs_number"), rule("email"),
    rule("surname", "dob"), rule("first_name_root", "dob"), rule("dob", "postcode"),
    rule("surname", "postcode"), rule("first_name_root", "postcode"),
    rule("first_name_root", "surname", "substr({}.dob, 1, 4)"),
    rule("first_name_root", "surname", OUT),
    rule("first_name_root", "surname", "town"),
    rule("substr({}.first_name, 1, 2)", "substr({}.surname, 1, 2)", "substr({}.dob, 1, 7)"),
    rule("substr({}.first_name, 1, 3)", "substr({}.surname, 1, 4)", "substr({}.dob, 1, 4)"),
    "l.first_name = r.surname and l.surname = r.first_name and l.dob = r.dob",
    rule("dob", "town"), rule("dob", OUT),
    rule("first_name_root", OUT, "substr({}.dob, 1, 4)"), rule("surname", OUT, "substr({}.dob, 1, 4)"),
    rule("substr({}.first_name, 1, 3)", "substr({}.surname, 1, 4)"),
    rule("dob"), rule("postcode"),
]

TRAINED = json.load(open(sys.argv[1])) if len(sys.argv) > 1 else {"comparisons": []}
for learned in TRAINED["comparisons"]:
    for own, taught in zip(COMPARISONS[learned["output_column_name"]], learned["comparison_levels"], strict=True):
        if not own.get("fix_m_probability"):
            own |= {key: taught[key] for key in ("m_probability", "u_probability") if key in taught}

print(json.dumps({
    "link_type": "dedupe_only",
    "sql_dialect": "duckdb",
    "unique_id_column_name": "unique_id",
    "source_dataset_column_name": "source_dataset",
    "em_convergence": 0.0001,
    "max_iterations": 100,
    "probability_two_random_records_match": 0.0001,
    "blocking_rules_to_generate_predictions": [{"blocking_rule": own, "sql_dialect": "duckdb"} for own in RULES],
    "comparisons": [{"output_column_name": name, "comparison_levels": levels} for name, levels in COMPARISONS.items()],
}, indent=2))
