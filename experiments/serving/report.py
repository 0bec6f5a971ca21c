"""Latency beside grams: result page of the serving studies, from their CSVs."""
import argparse
from pathlib import Path

import pandas as pd

COLUMNS = {"accuracy_served_pct": "accuracy, %", "carbon_g": "g CO2e", "idle_pct": "of it idle, %", "latency_p50_ms": "p50, ms",
           "latency_p95_ms": "p95, ms", "latency_p99_ms": "p99, ms", "slo_pct": "over 100 ms, %", "dropped": "dropped"}
PAGE = """# Serving: latency beside grams

Every request simulated (`queue` fidelity): two days of Great Britain in June 2023 (generated series, seed 1), direct emissions, ResNet-18 to
152. Blind, static-mix and oracle are matched to the heuristic's mix or accuracy; the oracle peeks at the future.
{tables}
T4 rows of the ResNet ladder at small batches are derived from ResNet-50's, see platforms/README.md; the effect is in docs/validation.md.
The CPUs serve one request at a time. A policy that splits an epoch between two models changes models as it goes; on CPUs that
takes no time here, because no load times are published for them.
"""


def table(fleet, folder):
    runs = pd.read_csv(Path(folder) / "runs.csv")
    runs["idle_pct"] = 100 * runs["idle_energy_j"] / runs["energy_j"]
    runs["slo_pct"] = 100 * runs["slo_violations"] / runs["served"]
    lines = [f"\n## {fleet}\n", "| arrivals | policy | " + " | ".join(COLUMNS.values()) + " |", "|---|---" + "|---:" * len(COLUMNS) + "|"]
    for (arrivals, policy), group in runs.groupby(["axis_arrivals", "axis_policy"], sort=False):
        mean = group[list(COLUMNS)].mean()
        values = " | ".join(f"{v:.2f}" if name != "carbon_g" else f"{v:.1f}" for name, v in mean.items())
        lines.append(f"| {arrivals} | {policy} | {values} |")
    return "\n".join(lines) + "\n"


parser = argparse.ArgumentParser()
for name in ("gpu", "cpu", "out"):
    parser.add_argument("--" + name, required=True)
given = parser.parse_args()
tables = table("Two T4, batches of up to 8", given.gpu) + table("Four Core i9-10940X", given.cpu)
Path(given.out, "README.md").write_text(PAGE.format(tables=tables))
