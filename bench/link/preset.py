"""Writes what `peer.py` runs as a file for `cargo run --release -p link --example measure`: the settings that Splink makes
of it, the expressions that are worked out once a record, and the rules of the prior and of training.

    python preset.py standard|loose preset.json
"""
import json, sys

from splink import SettingsCreator

import peer

blocking, out = sys.argv[1:]
preset = peer.preset("people", blocking, tuned=True)
settings = SettingsCreator(link_type="dedupe_only", unique_id_column_name=preset["uid"],
                           blocking_rules_to_generate_predictions=preset["rules"],
                           comparisons=preset["comparisons"]).get_settings("duckdb").as_dict()
# As TUNED_SQL has them.
derived = {
    "name_concat": "first_name || ' ' || surname",
    "dob_days": "datediff('day', date '1900-01-01', try_strptime(dob, '%Y-%m-%d')::date)",
    "pc_sector": "nullif(regexp_extract(postcode, '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]', 0), '')",
    "pc_district": "nullif(regexp_extract(postcode, '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?', 0), '')",
    "pc_area": "nullif(regexp_extract(postcode, '^[A-Za-z]{1,2}', 0), '')",
}
rules = lambda which: [rule.get_blocking_rule("duckdb").blocking_rule_sql for rule in preset[which]]
json.dump(dict(settings=settings, derived=derived, truth=preset["truth"], prior=rules("prior"), train=rules("train")),
          open(out, "w"), indent=1)
