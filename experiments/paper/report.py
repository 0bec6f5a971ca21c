"""Result page and plots of the paper study; reads nothing but CSVs. See reproduce.sh for the call."""
import argparse
import os
from pathlib import Path

os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
import matplotlib
matplotlib.use("Agg")
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd

plt.rcParams.update({"svg.hashsalt": "cadis", "font.size": 8, "pdf.fonttype": 42, "figure.constrained_layout.use": True})
RULE = "heuristic-trailing"
LADDER = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
FIGURES = [("gain vs static-large, %", "cee_gain_vs_static_large_pct"), ("gain vs blind, %", "cee_gain_vs_blind_pct"),
           ("cut vs blind, %", "carbon_cut_vs_blind_pct"), ("cut vs static-mix, %", "carbon_cut_vs_static_mix_pct"),
           ("gap to oracle, %", "carbon_gap_to_oracle_pct")]
NOTES = """
## Substituted and unknown

Substituted: RTX 3090 at 350 W without idle power; ResNet throughputs of public benchmarks (batch 1024, mixed precision);
direct emissions of 2023 grids, hourly, with hourly decisions, where the paper has half-hourly South West England. "Generated" series
come from climatologies of those grids, seeds 1 to 3. GB.neso is Great Britain again, from the grid operator's series.

Not known: the paper's table of energies, its GPU, its rounding, the exact baseline.

A gain against static-large counts the use of smaller models too. Only what survives against the blind control (same mix of variants,
no look at carbon) was earned by carbon awareness.
"""


def read(folder, name):
    table = pd.read_csv(Path(folder) / name)
    table["models"] = table["pool"].astype(str).str.contains("resnet18").map({True: 5, False: 4})
    return table


def save(figure, out, name):
    for kind, dates in (("pdf", {"CreationDate": None}), ("svg", {"Date": None}), ("png", {"Software": None})):
        figure.savefig(out / f"{name}.{kind}", dpi=200, metadata=dates)
    plt.close(figure)


def plot_week(folder, out):
    epochs = pd.read_csv(Path(folder) / "epochs.csv", parse_dates=["timestamp_utc"])
    time = epochs["timestamp_utc"].dt.tz_localize(None)
    inside = (time >= "2023-06-05") & (time < "2023-06-12")
    time, epochs = time[inside], epochs[inside]
    figure, (top, low) = plt.subplots(2, 1, sharex=True, figsize=(6.5, 3.4))
    top.step(time, epochs["g_per_kwh"], where="post", color="black", lw=1)
    top.set_ylabel("carbon intensity\n(g CO$_2$e/kWh)")
    rank = epochs["variant"].map({v: i for i, v in enumerate(LADDER)})
    low.step(time, rank, where="post", color="0.3", lw=1)
    low.set_yticks(range(len(LADDER)), LADDER)
    low.set_ylabel("variant")
    low.set_xlabel("day (UTC), Great Britain, June 2023, generated")
    low.xaxis.set_major_formatter(mdates.DateFormatter("%d %b"))
    save(figure, out, "week")


def plot_accuracy(runs, out):
    runs = runs[(runs["carbon"] == "GB") & (runs["models"] == 5)].copy()
    runs["mg"] = 1000 * runs["carbon_g"] / runs["served"]
    points = runs.groupby("axis_policy")[["mg", "accuracy_served_pct"]].mean()
    fixed = points[points.index.str.startswith("static-") & (points.index != "static-mix")].sort_values("mg")
    hull = []
    for x, y in fixed.drop_duplicates().to_numpy():
        while len(hull) > 1 and (hull[-1][1] - hull[-2][1]) * (x - hull[-2][0]) <= (y - hull[-2][1]) * (hull[-1][0] - hull[-2][0]):
            hull.pop()
        hull.append((x, y))
    figure, axes = plt.subplots(figsize=(4.5, 3.2))
    axes.plot(*zip(*hull), "-", color="0.6", lw=1, label="static hull")
    axes.plot(fixed["mg"], fixed["accuracy_served_pct"], "o", color="0.6", label="static variants")
    for name, mark in ((RULE, "ks"), ("blind", "kx"), ("static-mix", "k+"), ("oracle", "k*")):
        axes.plot(*points.loc[name], mark, ms=7, mfc="none", label=name)
    axes.set_xlabel("emissions (mg CO$_2$e per request)")
    axes.set_ylabel("top-1 accuracy of served requests (%)")
    axes.legend(loc="lower right", frameon=False)
    save(figure, out, "accuracy")


def plot_gains(comparisons, out):
    rows = comparisons[(comparisons["policy"] == RULE) & (comparisons["models"] == 5)].set_index("carbon")
    figure, axes = plt.subplots(figsize=(6.5, 3))
    for offset, grey, (title, column) in zip((-0.2, 0.2), ("0.75", "0.25"), FIGURES[:2]):
        axes.bar([i + offset for i in range(len(rows))], rows[column], 0.38, color=grey, edgecolor="black", label=title.split(",")[0])
    axes.axhline(0, color="black", lw=0.6)
    axes.set_xticks(range(len(rows)), rows.index, rotation=45, ha="right")
    axes.set_ylabel("gain in carbon-emission efficiency (%)")
    axes.set_xlabel("grid")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    save(figure, out, "gains")


def table(title, generated, real):
    both = {"generated": generated, **({"real": real} if real is not None else {})}
    lines = [f"\n### {title}\n", "| grid | models | series | " + " | ".join(t for t, _ in FIGURES) + " |", "|---" * (3 + len(FIGURES)) + "|"]
    rows = pd.concat([t[t["policy"] == RULE].assign(series=name) for name, t in both.items()])
    for _, row in rows.sort_values(["carbon", "models", "series"]).iterrows():
        values = ["" if pd.isna(row[c]) else f"{row[c]:+.1f}" for _, c in FIGURES]
        lines.append(f"| {row['carbon']} | {row['models']} | {row['series']} | " + " | ".join(values) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    for name in ("june", "year", "week", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--real-june")
    parser.add_argument("--real-year")
    given = parser.parse_args()
    out = Path(given.out)
    tables = {n: read(f, "comparisons.csv") if f else None for n, f in
              (("june", given.june), ("year", given.year), ("real_june", given.real_june), ("real_year", given.real_year))}
    plot_week(given.week, out)
    plot_accuracy(read(given.june, "runs.csv"), out)
    plot_gains(tables["june"], out)
    page = "# Carbon-emission efficiency of the paper's rule (arXiv:2403.15824)\n\nThe paper claims \"up to 80 %\". Gains and cuts of the trailing heuristic:\n"
    page += table("June 2023", tables["june"], tables["real_june"]) + table("Whole of 2023", tables["year"], tables["real_year"])
    page += NOTES + "\nPlots: week, accuracy, gains (PDF, SVG, PNG).\n"
    (out / "README.md.new").write_text(page)
    (out / "README.md.new").rename(out / "README.md")


main()
