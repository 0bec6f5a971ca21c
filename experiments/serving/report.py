"""Latency beside grams, from the serving studies' runs.csv."""
import argparse
from pathlib import Path

import pandas as pd

COLUMNS = {"axis_policy": "policy", "accuracy_served_pct": "accuracy, %", "carbon_g": "grams", "latency_p50_ms": "p50, ms",
           "latency_p95_ms": "p95, ms", "latency_p99_ms": "p99, ms", "slo_violations": "over 100 ms"}
parser = argparse.ArgumentParser()
for name in ("gpu", "cpu", "out"):
    parser.add_argument("--" + name, required=True)
given = parser.parse_args()
page = "# Serving: latency beside grams\n"
for fleet, folder in (("2 x T4", given.gpu), ("4 x i9-10940X", given.cpu)):
    runs = pd.read_csv(Path(folder) / "runs.csv")
    page += f"\n## {fleet}\n\n| arrivals | " + " | ".join(COLUMNS.values()) + " |\n" + "|---" * (len(COLUMNS) + 1) + "|\n"
    for (arrivals, policy), group in runs.groupby(["arrivals", "axis_policy"], sort=False):
        mean = group[list(COLUMNS)[1:]].mean()
        page += f"| {arrivals} | {policy} | " + " | ".join(f"{v:.2f}" for v in mean) + " |\n"
page += "\nT4 rows of the ResNet ladder at small batches are derived from ResNet-50's; see platforms/README.md.\n"
Path(given.out, "README.md").write_text(page)
