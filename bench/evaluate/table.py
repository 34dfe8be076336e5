"""Holds the answers of `bench/evaluate.sh` beside each other, and prints what each took.

Python makes the same comparison, so it must say the same. MatchIt before 4.7 repeats one neighbour where ten were asked
for (its issue 159), so of an older one the score and the balance before are compared and its effect is only shown."""
import json, pathlib, sys

folder = pathlib.Path(sys.argv[1])
PEERS = {"r": "R", "statsmodels": "Python, statsmodels", "sklearn": "Python, scikit-learn"}
SIZES = {"S": "1,000 of 101,000", "L": "5,000 of 1,005,000"}


def near(what, ours, theirs, most):
    if abs(ours - theirs) > most:
        sys.exit(f"{what}: ours {ours}, theirs {theirs}")


def best(cohort, who):
    rounds = [tuple(map(float, line.split())) for line in (folder / f"{cohort}-{who}.time").read_text().splitlines()]
    return min(user + system for user, system, _, _ in rounds), min(r[2] for r in rounds), min(r[3] for r in rounds) / 1024


drawn = [study for study in ("X", "X-drawn") if (folder / f"{study}-resettle.time").exists()]
if drawn:
    truth = json.loads((folder / "X.truth.json").read_text())["att_rate"]
    print(f"50,000 of 10,050,000, true effect {truth:.5f}:")
    print()
    print("| pool | CPU s | wall s | peak MiB | effect (interval) |")
    print("|---|---|---|---|---|")
for study in drawn:
    ours = json.loads((folder / study / "results.json").read_text())
    cpu, wall, memory = best(study, "resettle")
    print(f"| {ours['n_pool']:,} | {cpu:.1f} | {wall:.0f} | {memory:,.0f} | {ours['att']:.5f} ({ours['ci'][0]:.5f} to {ours['ci'][1]:.5f}) |")
if drawn:
    print()
print("| cohort | program | CPU s | times ours | wall s | peak MiB | times ours | effect (error) | people matched |")
print("|---|---|---|---|---|---|---|---|---|")
for cohort, size in SIZES.items():
    ours = json.loads((folder / cohort / "results.json").read_text())
    cox = ours["survival"]["first"]["cox"]
    before = max(abs(row["before"]) for row in ours["balance"] if row["name"] != "distance")
    after = max(abs(row["after"]) for row in ours["balance"] if row["name"] != "distance")
    cpu, wall, memory = best(cohort, "resettle")
    print(f"| {size} | Resettle | {cpu:.2f} | 1 | {wall:.2f} | {memory:.0f} | 1 | {ours['att']:.5f} ({ours['se']:.5f}) | {ours['n_matched_pool']} |")
    for who, name in PEERS.items():
        theirs = json.loads((folder / f"{cohort}-{who}.out").read_text())
        version = theirs.get("MatchIt")
        if version:
            name += f", MatchIt {version}"
            score = {row["name"]: row["coefficient"] for row in ours["score"]["coefficients"]}
            for covariate, coefficient in theirs["ps_coef"].items():
                covariate = "(intercept)" if covariate == "(Intercept)" else covariate
                near(f"{cohort} {name} {covariate}", score[covariate], coefficient, 1e-6)
        if not version or tuple(map(int, version.split(".")[:2])) >= (4, 7):
            # Equal scores are shared here and taken by row there: a few people of a thousand.
            near(f"{cohort} {name} effect", ours["att"], theirs["att"], 2e-4)
            near(f"{cohort} {name} its error", ours["se"], theirs["se"], 1e-5)
            near(f"{cohort} {name} Cox", cox["coefficient"], theirs["cox_log_hr"], 1e-3)
            near(f"{cohort} {name} balance after", after, theirs["max_abs_smd_after"], 1e-3)
            near(f"{cohort} {name} balance before", before, theirs["max_abs_smd_before"], 1e-6)
        peer_cpu, peer_wall, peer_memory = best(cohort, who)
        print(f"| {size} | {name} | {peer_cpu:.2f} | {peer_cpu / cpu:.1f} | {peer_wall:.2f} | {peer_memory:.0f} | {peer_memory / memory:.1f} | {theirs['att']:.5f} ({theirs['se']:.5f}) | {theirs['n_c_matched']} |")
