#!/usr/bin/env python3
"""Writes the goldens beside this file: the answers of DuckDB and Splink that the tests compare with.

    python make.py                  # needs splink 5.0 with duckdb
    python make.py people.parquet   # draws people.csv anew, from a file of 20,000 records that make_people.py wrote

Nothing in them is typed in by hand, and no real person is in them.
"""
import json
import logging
import pathlib
import random
import sys
import warnings

import duckdb

HERE = pathlib.Path(__file__).parent

EXPRESSIONS = """substr('hello',0,2)
substr('hello',-2,2)
substr('hé',1,9)
substring('hello',2,3)
substr('hello',3)
substr('',1,3)
split_part('a b',' ',2)
split_part('ab',' ',2)
split_part('ab',' ',0)
split_part('a b c',' ',-1)
split_part('a b c',' ',-4)
regexp_extract('ab','x',0)
regexp_extract(NULL,'x',0)
regexp_extract('a1b2','([a-z])([0-9])',2)
nullif(regexp_extract('ab','x',0),'')
regexp_extract('SW1A 1AA', '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]', 0)
regexp_replace('a1b2','[0-9]','')
regexp_replace('a1b2','[0-9]','','g')
epoch(try_strptime('1990-1-5','%Y-%m-%d'))
epoch(try_strptime(' 1990-01-05 ','%Y-%m-%d'))
try_strptime('1990-02-30','%Y-%m-%d')
epoch(try_strptime('90-02-03','%Y-%m-%d'))
try_strptime('1990-02-03x','%Y-%m-%d')
epoch(try_strptime('05/06/1999','%d/%m/%Y'))
epoch(try_strptime('1990-02-03T01:02:03Z','%Y-%m-%dT%H:%M:%SZ'))
epoch(try_strptime('1888-02-29','%Y-%m-%d'))
epoch(date '1990-01-05')
epoch(try_strptime('5 Mar 2001','%d %b %Y'))
epoch(try_strptime('5 March 2001','%d %B %Y'))
epoch(try_strptime('05/06/61','%d/%m/%y'))
datediff('day',date '2000-01-01',date '2001-01-01')
datediff('month',date '2000-01-31',date '2000-02-01')
datediff('year',date '2000-12-31',date '2001-01-01')
datediff('day', date '1900-01-01', try_strptime('1950-06-07', '%Y-%m-%d')::date)
date '2001-03-01' - date '2000-03-01'
date '2001-03-01' + 3
try_strptime('1990-01-05','%Y-%m-%d')
cast(date '1990-01-05' as varchar)
year(date '1990-01-05')
month(date '1990-01-05')
day(date '1990-01-05')
levenshtein('é','e')
damerau_levenshtein('ca','abc')
jaccard('aabb','abcc')
levenshtein('','abc')
jaro_similarity('','')
jaro_similarity('a','')
left('hello',2)
left('hello',-2)
right('hello',2)
right('hello',-2)
left(NULL,2)
reverse('abc')
replace('a-b','-','')
trim('  a ')
length('hé')
'a' || NULL
'a' || 'b'
'a' || 1
concat('a',NULL,'b')
lower('ÉA')
upper('éa')
strip_accents('ŵyn Zoë')
starts_with('abc','a')
contains('abc','b')
5/2
5//2
-7//2
7%3
-7%3
1+2*3
(1+2)*3
2-1-1
-2+3
5/0
1.5+1
abs(-3)
abs(1.5-3)
round(2.567,2)
sqrt(16)
greatest(1,null,3)
least(2,null,3)
nullif('a','A')
nullif('a','a')
coalesce(NULL,'x')
cast('12' as int)
try_cast('x' as int)
cast(1990 as varchar)
cast(2.5::double as int)
cast(3.5::double as int)
'7'::int
'a' in ('a','b')
null in ('a')
'x' in ('a',null)
'a' not in ('b')
1 between 0 and 2
1 not between 0 and 2
not true
not null
null or true
null and false
null and true
null = null
null is null
'a' is not null
1 = 1.0
'a' < 'b'
'a' <> 'b'
'a' != 'a'
not 1 = 2
1 = 1 and 2 = 2 or false
true and not false
case when 1 = 2 then 'a' when 1 = 1 then 'b' else 'c' end
case when null then 1 end
case when false then 1 else 2 end
'abc'[1]
radians(180)
list_max(list_transform([1, NULL, 3], lambda x: x + 1))
list_max(list_transform(NULL, lambda x: x))
list_min([2.5, 1.5])
list_max([])
list_max(['a', 'c', 'b'])
list_min([NULL, 3, 1])
array_length(flatten([[1], NULL, [2, 3]]))
array_length(flatten(list_transform(['a', 'b'], lambda x: list_transform(['c', 'd', 'e'], lambda y: [x, y]))))
list_max(list_transform(flatten(list_transform(['ann', 'bob'], x -> list_transform(['anne', NULL], y -> [x, y]))), pair -> jaro_winkler_similarity(pair[1], pair[2])))
list_min(list_transform(flatten(list_transform(['ann', 'bob'], x -> list_transform(['anne', 'rob'], y -> [x, y]))), pair -> levenshtein(pair[1], pair[2])))
list_max(flatten(list_transform([3, 4], x -> list_transform([1, 2], x -> x))))
list_max(list_transform([3, 4], x -> x + list_max(list_transform([10, 20], y -> x * y))))
[1, 2][2]
list_cosine_similarity([1.0, 2.0], [2.0, 3.5]) > 0.998
list_cosine_similarity([3, 4], [6, 8])
list_cosine_similarity([1.0], [0.0]) > 0.5
list_cosine_similarity([1.0], NULL)"""


def words(con):
    """Pairs of texts, and how alike they are."""
    rng = random.Random(5)
    alphabets = ["ab", "abcde", "ABCDEFGHIJ'- ", "aé", "éèaœ", "日本a", "a\u0301e\u0301", "0123456789-"]
    lengths = [0, 1, 2, 3, 5, 8, 12, 20]

    def word(alphabet, n):
        return "".join(rng.choice(alphabet) for _ in range(n))

    def changed(text, alphabet):
        text = list(text)
        for _ in range(rng.randint(1, 3)):
            kind, at = rng.random(), rng.randrange(len(text) + 1)
            if kind < 0.3:
                text.insert(at, rng.choice(alphabet))
            elif kind < 0.5 and text:
                text.pop(min(at, len(text) - 1))
            elif kind < 0.75 and len(text) > 1:
                at = min(at, len(text) - 2)
                text[at], text[at + 1] = text[at + 1], text[at]
            elif text:
                text[min(at, len(text) - 1)] = rng.choice(alphabet)
        return "".join(text)

    names = """THOMAS JOHN JON JONATHAN SMITH SMYTHE WILLIAMS WILLIAM MARTHA MARHTA DIXON DICKSONX DWAYNE DUANE ABROMS
        ABRAMS O'BRIEN OBRIEN LLEWELLYN MUHAMMAD MOHAMMED Siân Sian Zoë Zoe GREEN-DEAN GREENDEAN""".split()
    pairs = {(a, b) for a in names for b in names}
    for alphabet in alphabets:
        for _ in range(110):
            a = word(alphabet, rng.choice(lengths))
            pairs.add((a, changed(a, alphabet)))
            pairs.add((a, word(alphabet, rng.choice(lengths))))
    for _ in range(20):
        a = word(alphabets[2], 80)
        pairs.add((a, changed(a, alphabets[2])))
    con.execute("create table pairs (a varchar, b varchar)")
    con.executemany("insert into pairs values (?, ?)", sorted(pairs))
    return con.execute("""select a, b, jaro_similarity(a, b), jaro_winkler_similarity(a, b), levenshtein(a, b),
        damerau_levenshtein(a, b), case when a <> '' and b <> '' then jaccard(a, b) end
        from pairs order by a, b""").fetchall()


def expressions(con):
    """Expressions, and what they give as text."""
    # Splink 5.0 writes `x -> …`, which DuckDB 2 takes only when told to.
    con.execute("set lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    return [(sql, con.execute(f"select cast(({sql}) as varchar)").fetchone()[0]) for sql in EXPRESSIONS.splitlines()]


def people(path):
    """Some of the invented people of bench/make_people.py (own work, CC0), each record in one of two files."""
    con = duckdb.connect()
    con.execute(f"""copy (select record_id, person_id, case when record_id % 3 = 0 then 'a' else 'b' end as source_file,
        first_name, surname, dob, sex, postcode, town from read_parquet('{path}')
        where person_id % 97 < 2 order by record_id) to '{HERE / 'people.csv'}' (header)""")


def settings(kind):
    """Settings that use what Splink's library writes, by link type."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on
    from splink.blocking_rule_library import CustomRule

    comparisons = [
        cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="name_concat"),
        cl.DateOfBirthComparison("dob", input_is_string=True).configure(term_frequency_adjustments=True),
        cl.PostcodeComparison("postcode").configure(term_frequency_adjustments=True),
        cl.CustomComparison(output_column_name="town", comparison_levels=[
            cll.NullLevel("town"), cll.ExactMatchLevel("town").configure(
                tf_adjustment_column="town", tf_adjustment_weight=0.5, tf_minimum_u_value=0.01),
            cll.DamerauLevenshteinLevel("town", 2).configure(tf_adjustment_column="town"),
            cll.CustomLevel("substr(town_l, 1, 1) = left(town_r, 1) and not length(town_l) > 12", "letter"),
            cll.ElseLevel()]),
        cl.ExactMatch("sex"),
    ]
    rules = [
        block_on("surname", "dob"), block_on("first_name", "substr(dob,1,4)"), block_on("postcode"),
        CustomRule("l.first_name = r.surname and l.surname = r.first_name"),
        CustomRule("l.town = r.town and levenshtein(l.surname, r.surname) <= 2"),
        CustomRule("l.surname = r.surname and l.sex <> r.sex"), block_on("dob"),
    ]
    return SettingsCreator(link_type=kind, unique_id_column_name="record_id", source_dataset_column_name="source_file",
                           blocking_rules_to_generate_predictions=rules, comparisons=comparisons)


def trained(kind):
    """A model that Splink trained, and the weight of each pair that it found."""
    from splink import DuckDBAPI, Linker, block_on

    con = duckdb.connect()
    con.execute(f"""create table everyone as select *, first_name || ' ' || surname as name_concat
        from read_csv('{HERE / 'people.csv'}', all_varchar = true)""")
    con.execute("alter table everyone alter record_id type bigint")
    db = DuckDBAPI(connection=con)
    if kind == "dedupe_only":
        tables = db.register(con.sql("select * exclude source_file from everyone"), dataset_display_name="people")
    else:
        for name in ("a", "b"):
            con.execute(f"create table file_{name} as select * from everyone where source_file = '{name}'")
        tables = [db.register(con.table(f"file_{name}"), dataset_display_name=name) for name in ("a", "b")]
    linker = Linker(tables, settings(kind))
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob"), block_on("dob", "postcode")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1, min_count_per_level=None)
    before = linker.misc.save_model_to_json()
    for rule in (block_on("first_name", "surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True)
    model = linker.misc.save_model_to_json()
    found = linker.inference.predict(threshold_match_weight=-50)
    sources = "source_file_l, source_file_r, " if kind != "dedupe_only" else "'', '', "
    pairs = con.sql(f"""select {sources} record_id_l::varchar, record_id_r::varchar, match_weight, match_key
        from {found.physical_name} order by all""").fetchall()
    return dict(before=before, model=model), pairs


def lists():
    """Pairs that rules find which take lists apart, by rule. A few lists are empty, unknown, or say a thing twice."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.blocking_rule_library import CustomRule
    import splink.comparison_library as cl

    con = duckdb.connect()
    con.execute(f"""create table everyone as select record_id::bigint as record_id, surname, sex, town, case
        when record_id::bigint % 11 = 0 then null when record_id::bigint % 13 = 0 then []
        else [split_part(postcode, ' ', 1), town, split_part(postcode, ' ', 1), first_name] end as tags,
        case when record_id::bigint % 7 = 0 then [surname] else [first_name, surname] end as names
        from read_csv('{HERE / 'people.csv'}', all_varchar = true)""")
    con.execute(f"copy everyone to '{HERE / 'lists.parquet'}' (format parquet)")
    rules = [
        CustomRule("l.names = r.surname and l.sex = r.sex", arrays_to_explode=["names"], sql_dialect="duckdb"),
        block_on("tags", "names", arrays_to_explode=["tags", "names"]),
        block_on("surname"),
        block_on("tags", arrays_to_explode=["tags"]),
        block_on("substr(names, 1, 3)", "sex", arrays_to_explode=["names"]),
        block_on("town"),
    ]
    creator = SettingsCreator(link_type="dedupe_only", unique_id_column_name="record_id",
                              blocking_rules_to_generate_predictions=rules, comparisons=[cl.ExactMatch("sex")])
    linker = Linker(DuckDBAPI(connection=con).register(con.table("everyone"), dataset_display_name="people"), creator)
    found = linker.inference.predict(threshold_match_weight=-50)
    pairs = con.sql(f"select record_id_l, record_id_r, match_key from {found.physical_name} order by all").fetchall()
    return linker.misc.save_model_to_json(), pairs


def compared_lists():
    """Weights where lists are compared, in the records of `lists`: the nearest two names of both, and whether one has all of the other."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    con = duckdb.connect()
    con.execute("set lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    con.execute(f"create table everyone as select * from '{HERE / 'lists.parquet'}'")
    comparisons = [
        cl.PairwiseStringDistanceFunctionAtThresholds("names", "jaro_winkler", [0.99, 0.9, 0.7]),
        cl.PairwiseStringDistanceFunctionAtThresholds("tags", "levenshtein", [1, 3]).configure(
            m_probabilities=[0.5, 0.2, 0.2, 0.1], u_probabilities=[0.01, 0.04, 0.15, 0.8]),
        cl.CustomComparison(output_column_name="all_tags", comparison_levels=[
            cll.NullLevel("tags"), cll.ArraySubsetLevel("tags"), cll.ArrayIntersectLevel("tags", 2), cll.ElseLevel()]),
    ]
    creator = SettingsCreator(link_type="dedupe_only", unique_id_column_name="record_id",
                              blocking_rules_to_generate_predictions=[block_on("sex")], comparisons=comparisons)
    linker = Linker(DuckDBAPI(connection=con).register(con.table("everyone"), dataset_display_name="people"), creator)
    found = linker.inference.predict(threshold_match_weight=-50)
    pairs = con.execute(f"""select record_id_l, record_id_r, match_weight from {found.physical_name}
        where (record_id_l + record_id_r) % 29 = 0 order by all""").fetchall()
    return linker.misc.save_model_to_json(), pairs


def every_level():
    """Weights by every level that Splink's library writes for DuckDB, of a few made-up records."""
    from splink import ColumnExpression, DuckDBAPI, Linker, SettingsCreator
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    con = duckdb.connect()
    con.execute("set lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    con.execute("""create table everyone as select i as record_id, 1 as same, ['ann', 'anne', 'bob', 'x'][1 + i % 4] as forename,
        ['lee', 'ann', 'leigh'][1 + i % 3] as surname, ['1990-01-02', '1990-02-01', '1991-01-02', null][1 + i % 4] as dob,
        ['SW1A 1AA', 'SW1A 1AB', 'CF10 1BH'][1 + i % 3] as postcode, ['a@b.uk', 'a@c.uk'][1 + i % 2] as email,
        (51 + i / 100)::double as lat, (i / 50)::double as long, i as number,
        case when i % 5 = 0 then null when i % 7 = 0 then []
            else [['ann', 'bob'][1 + i % 2], ['rob', 'anne'][1 + (i // 2) % 2]] end as names,
        [i::double, 2::double] as vector from range(1, 25) as range(i)""")
    con.execute(f"copy everyone to '{HERE / 'levels.parquet'}' (format parquet)")
    # The cosine is of arrays of a fixed length, which Parquet does not tell from lists.
    con.execute("alter table everyone alter vector type double[2]")
    name, number, postcode, names = map(ColumnExpression, ("forename", "number", "postcode", "names"))
    comparisons = [
        cl.ExactMatch("forename"), cl.LevenshteinAtThresholds("forename", [1, 2]), cl.JaccardAtThresholds("forename", [0.9]),
        cl.DamerauLevenshteinAtThresholds("forename", [1, 2]), cl.JaroAtThresholds("forename", [0.9]),
        cl.JaroWinklerAtThresholds("forename", [0.9]), cl.EmailComparison("email"), cl.CosineSimilarityAtThresholds("vector", [0.9]),
        cl.DistanceFunctionAtThresholds("surname", "levenshtein", [1], higher_is_more_similar=False),
        cl.PairwiseStringDistanceFunctionAtThresholds("names", "damerau_levenshtein", [1]), cl.NameComparison("forename"),
        cl.AbsoluteTimeDifferenceAtThresholds("dob", input_is_string=True, metrics=["day", "month"], thresholds=[1, 1]),
        cl.AbsoluteDateDifferenceAtThresholds("dob", input_is_string=True, metrics=["day", "year"], thresholds=[1, 1]),
        cl.ArrayIntersectAtSizes("names", [2, 1]), cl.DistanceInKMAtThresholds("lat", "long", [1, 10]),
        cl.DateOfBirthComparison("dob", input_is_string=True), cl.NameComparison("forename", dmeta_col_name="names"),
        cl.PostcodeComparison("postcode", lat_col="lat", long_col="long", km_thresholds=[1, 10]),
        cl.ForenameSurnameComparison("forename", "surname"),
        cl.CustomComparison(output_column_name="others", comparison_levels=[
            cll.NullLevel("forename"), cll.LiteralMatchLevel("forename", "x", "string"), cll.LiteralMatchLevel("number", "1", "int"),
            cll.ColumnsReversedLevel("forename", "surname", symmetrical=True), cll.ColumnsReversedLevel("forename", "surname"),
            cll.PercentageDifferenceLevel("number", 0.1), cll.AbsoluteDifferenceLevel("number", 2),
            cll.And(cll.ExactMatchLevel("forename"), cll.Not(cll.ExactMatchLevel("surname"))),
            cll.Or(cll.ExactMatchLevel("forename"), cll.ExactMatchLevel("surname")), cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="parts", comparison_levels=[
            cll.ArraySubsetLevel("names"), cll.ArraySubsetLevel("names", empty_is_subset=True),
            cll.JaroWinklerLevel(name.lower().substr(1, 2), 0.9), cll.ExactMatchLevel(postcode.regex_extract("^[A-Z]+")),
            cll.ExactMatchLevel(number.cast_to_string()), cll.ExactMatchLevel(name.nullif("x")),
            cll.ExactMatchLevel(names.access_extreme_array_element("first")),
            cll.ExactMatchLevel(names.access_extreme_array_element("last")), cll.ElseLevel()]),
    ]
    creator = SettingsCreator(link_type="dedupe_only", unique_id_column_name="record_id",
                              blocking_rules_to_generate_predictions=["l.same = r.same"], comparisons=comparisons)
    model = creator.get_settings("duckdb").as_dict()
    for at, comparison in enumerate(model["comparisons"]):
        comparison["output_column_name"] = f"c{at}"
    linker = Linker(DuckDBAPI(connection=con).register(con.table("everyone"), dataset_display_name="people"), model)
    found = linker.inference.predict(threshold_match_weight=-500)
    pairs = con.execute(
        f"select record_id_l, record_id_r, match_weight from {found.physical_name} order by all").fetchall()
    return model, pairs


def write(name, rows):
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (HERE / name).write_text(f"[\n{lines}\n]\n")


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    if len(sys.argv) > 1:
        people(sys.argv[1])
    con = duckdb.connect()
    write("similarity.json", words(con))
    write("expressions.json", expressions(con))
    for kind in ("dedupe_only", "link_only", "link_and_dedupe"):
        models, pairs = trained(kind)
        (HERE / f"{kind}.model.json").write_text(json.dumps(models, indent=1) + "\n")
        write(f"{kind}.pairs.json", pairs)
    model, pairs = lists()
    (HERE / "lists.model.json").write_text(json.dumps(model, indent=1) + "\n")
    write("lists.pairs.json", pairs)
    model, pairs = compared_lists()
    (HERE / "compared_lists.model.json").write_text(json.dumps(model, indent=1) + "\n")
    write("compared_lists.pairs.json", pairs)
    model, pairs = every_level()
    (HERE / "levels.model.json").write_text(json.dumps(model, indent=1) + "\n")
    write("levels.pairs.json", pairs)


if __name__ == "__main__":
    main()
