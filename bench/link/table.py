"""Holds the runs of `bench/link.sh` beside each other: the same pairs first, then what each took, the best of the rounds."""
import json, pathlib, re, sys

folder = pathlib.Path(sys.argv[1])


def ours(path):
    text = path.read_text()
    wall, cpu = re.search(r"([\d.]+) s, +([\d.]+) s of processors: \d+ people", text).groups()
    scored = re.search(r"scored (\d+)", text)[1]
    memory = re.search(r"VmHWM:\s*(\d+) kB", text)[1]
    f1 = {key: float(value) for key, value in re.findall(r"([\d.]+ (?:pairs|people)) +precision.*F1 ([\d.]+)", text)}
    of = lambda what, at: f1[f"{at} {what}"]
    beside = re.search(r".* pairs a second; .*", text)[0]
    return dict(memory=beside, cpu=float(cpu), wall=float(wall), mib=int(memory) / 1024, pairs=int(scored),
                edge=max(value for key, value in f1.items() if key.endswith("pairs")), people=of("people", "0.99"))


def theirs(path):
    own = json.loads(path.read_text().splitlines()[-1])
    return dict(cpu=own["cpu_s"], wall=own["wall_s"], mib=own["peak_rss_gib"] * 1024, pairs=own["pairs_scored"],
                edge=max(row["f1"] for row in own["edge"].values()), people=own["cluster_by_threshold"]["0.99"]["f1"],
                version=f"{own['splink']}, DuckDB {own['duckdb']}")


def best(runs):
    return {**runs[0], **{key: min(run[key] for run in runs) for key in ("cpu", "wall", "mib")}}


print("| blocking | program | CPU s | times ours | wall s | peak MiB | times ours | pairs scored | a second | F1 of pairs | F1 of people at 0.99 |")
print("|---|---|---|---|---|---|---|---|---|---|---|")
memory = []
for blocking in ("standard", "loose"):
    mine = best([ours(path) for path in sorted(folder.glob(f"{blocking}-resettle-*.out"))])
    peer = best([theirs(path) for path in sorted(folder.glob(f"{blocking}-splink-*.out"))])
    if mine["pairs"] != peer["pairs"]:
        sys.exit(f"{blocking}: {mine['pairs']} pairs here and {peer['pairs']} there")
    memory.append(f"{blocking}: {mine['memory']}")
    for name, run in (("Resettle", mine), (f"Splink {peer['version']}", peer)):
        print(f"| {blocking} | {name} | {run['cpu']:.1f} | {run['cpu'] / mine['cpu']:.1f} | {run['wall']:.1f} | {run['mib']:.0f} | "
              f"{run['mib'] / mine['mib']:.1f} | {run['pairs']:,} | {run['pairs'] / run['wall']:,.0f} | {run['edge']:.4f} | {run['people']:.4f} |")
print()
print("\n".join(memory))
