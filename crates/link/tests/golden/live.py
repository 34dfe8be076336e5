#!/usr/bin/env python3
"""Scores people.csv in Splink with a model that was trained here, and prints the weight of each pair as JSON.

    python live.py model.json
"""
import json
import logging
import pathlib
import sys
import warnings

import duckdb
from splink import DuckDBAPI, Linker

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
con = duckdb.connect()
con.execute(f"""create table everyone as select * exclude source_file, first_name || ' ' || surname as name_concat
    from read_csv('{pathlib.Path(__file__).parent / 'people.csv'}', all_varchar = true)""")
con.execute("alter table everyone alter record_id type bigint")
table = DuckDBAPI(connection=con).register(con.table("everyone"), dataset_display_name="people")
found = Linker(table, sys.argv[1]).inference.predict(threshold_match_weight=-50)
print(json.dumps(con.sql(f"select record_id_l::varchar, record_id_r::varchar, match_weight from {found.physical_name}").fetchall()))
