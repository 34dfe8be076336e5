#!/usr/bin/env python3
"""Writes the goldens beside this file: the answers of DuckDB and Splink that the tests compare with.

    python make.py            # needs splink 5.0 with duckdb, and numpy, pyarrow, faker for the people

Nothing in them is typed in by hand, and no real person is in them.
"""
import json
import pathlib
import random

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
radians(180)"""


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
    return [(sql, con.execute(f"select cast(({sql}) as varchar)").fetchone()[0]) for sql in EXPRESSIONS.splitlines()]


def write(name, rows):
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (HERE / name).write_text(f"[\n{lines}\n]\n")


def main():
    con = duckdb.connect()
    write("similarity.json", words(con))
    write("expressions.json", expressions(con))


if __name__ == "__main__":
    main()
