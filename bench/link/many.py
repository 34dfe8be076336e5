"""Puts files of invented people (`make_people.py`) one after the other, with ids that stay apart.

    many.py OUT.parquet IN.parquet...
"""
import sys

import pyarrow.compute as pc
import pyarrow.parquet as pq

out, *files = sys.argv[1:]
writer, before = None, 0
for file in files:
    table = pq.read_table(file)
    for at, name in enumerate(table.column_names):
        if name in ("record_id", "person_id"):
            table = table.set_column(at, name, pc.add(table[name], before))
    before += table.num_rows
    writer = writer or pq.ParquetWriter(out, table.schema, compression="zstd")
    writer.write_table(table)
writer.close()
