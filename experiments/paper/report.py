"""Result page, tables and plots of the paper study; reads nothing but CSVs. See reproduce.sh for the call."""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import matplotlib.dates as mdates
import pandas as pd

from plots.looks import plt, save

RULE = "heuristic-trailing"
LADDER = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
VS_LARGE, VS_BLIND = "cee_gain_vs_static_large_pct", "cee_gain_vs_blind_pct"
CUTS = {"cut vs blind, %": "carbon_cut_vs_blind_pct", "cut vs static-mix, %": "carbon_cut_vs_static_mix_pct",
        "gap to oracle, %": "carbon_gap_to_oracle_pct"}
SPANS = {"june": "June 2023", "year": "2023"}


def read(folder, name):
    table = pd.read_csv(Path(folder) / name)
    table["models"] = table["pool"].str.contains("resnet18").map({True: 5, False: 4})
    return table


def read_all(given):
    """Every comparison of every study given, with its span and series in front."""
    parts = []
    for series in ("generated", "real"):
        for span in SPANS:
            folder = getattr(given, span if series == "generated" else f"real_{span}")
            if folder:
                parts.append(read(folder, "comparisons.csv").assign(span=span, series=series))
    return pd.concat(parts, ignore_index=True)


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
    low.set_yticks(range(len(LADDER)), [v.replace("resnet", "ResNet-") for v in LADDER])
    low.set_ylabel("variant")
    low.set_xlabel("day (UTC), Great Britain, June 2023, generated series, seed 1")
    low.xaxis.set_major_formatter(mdates.DateFormatter("%d %b"))
    save(figure, out, "week")


def static_hull(points):
    """The upper concave hull of (µg, accuracy) points that are sorted by µg."""
    hull = []
    for x, y in points:
        while len(hull) > 1 and (hull[-1][1] - hull[-2][1]) * (x - hull[-2][0]) <= (y - hull[-2][1]) * (hull[-1][0] - hull[-2][0]):
            hull.pop()
        hull.append((x, y))
    return hull


def plot_accuracy(runs, out):
    runs = runs[(runs["carbon"] == "GB") & (runs["models"] == 5)].copy()
    runs["ug"] = 1e6 * runs["carbon_g"] / runs["served"]
    points = runs.groupby("axis_policy")[["ug", "accuracy_served_pct"]].mean()
    fixed = points[points.index.isin(["static-small"] + ["static-" + v for v in LADDER])].sort_values("ug")
    figure, axes = plt.subplots(figsize=(4.5, 3.2))
    axes.plot(*zip(*static_hull(fixed.to_numpy())), "-", color="0.6", lw=1, label="static hull")
    axes.plot(fixed["ug"], fixed["accuracy_served_pct"], "o", color="0.6", label="static variants")
    for name, mark in ((RULE, "ks"), ("blind", "kx"), ("static-mix", "k+"), ("oracle", "k*")):
        axes.plot(*points.loc[name], mark, ms=7, mfc="none", label=name + (" (peeks)" if name == "oracle" else ""))
    axes.set_xlabel("emissions (µg CO$_2$e per request)")
    axes.set_ylabel("top-1 accuracy of served requests (%)")
    axes.legend(loc="lower right", frameon=False)
    save(figure, out, "accuracy")


def plot_gains(rows, out, name):
    rows = rows.sort_values(VS_LARGE, ascending=False)
    figure, axes = plt.subplots(figsize=(6.5, 3.2))
    for offset, grey, label, column in ((-0.2, "0.8", "against static-large", VS_LARGE), (0.2, "0.3", "against blind", VS_BLIND)):
        half = (rows[column + "_hi"] - rows[column]).to_numpy()
        axes.bar([i + offset for i in range(len(rows))], rows[column], 0.38, color=grey, edgecolor="black", lw=0.6, label=label,
                 yerr=None if pd.isna(half).all() else half, error_kw={"elinewidth": 0.7, "capsize": 1.5})
    axes.axhline(80, color="black", lw=0.8, ls="--", label="paper: up to 80 %")
    axes.axhline(0, color="black", lw=0.6)
    axes.set_xticks(range(len(rows)), rows["carbon"], rotation=55, ha="right")
    axes.set_xlim(-0.7, len(rows) - 0.3)
    axes.set_ylabel("gain in carbon-emission\nefficiency (%)")
    axes.set_xlabel("grid")
    axes.legend(frameon=False, loc="upper right", ncols=3)
    axes.set_ylim(top=1.25 * max(80, (rows[VS_LARGE + "_hi"].fillna(rows[VS_LARGE])).max()))
    save(figure, out, name)


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---" + "|---:" * (len(header) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def signed(row, column):
    """Mean, and the half width of its 95 % interval, where it has one."""
    if row is None or pd.isna(row[column]):
        return ""
    half = row[column + "_hi"] - row[column]
    return f"{row[column]:+.1f}" + ("" if pd.isna(half) else f" ± {half:.1f}")


def grids(table):
    """(grid, series) in order, generated above real."""
    return sorted({(row.carbon, row.series) for row in table.itertuples()})


def select(table, **wanted):
    found = table
    for column, value in wanted.items():
        found = found[found[column] == value]
    return None if found.empty else found.iloc[0]


def gain_table(rule):
    header = ["grid", "series"] + [f"{title}, {models} models, vs {name}" for title in SPANS.values() for models in (4, 5)
                                   for name in ("large", "blind")]
    rows = [["*paper: South West England*", "published", "**up to +80**", "not given", "-", "-", "-", "-", "-", "-"]]
    for grid, series in grids(rule):
        cells = [select(rule, carbon=grid, series=series, span=span, models=models) for span in SPANS for models in (4, 5)]
        rows.append([grid, series] + [signed(cell, column) for cell in cells for column in (VS_LARGE, VS_BLIND)])
    return markdown(header, rows)


def cost_table(rule):
    header = ["grid", "series", "accuracy, %", "kg CO2e", "CEE, points/kg", *CUTS]
    rows = []
    for grid, series in grids(rule):
        row = select(rule, carbon=grid, series=series, span="june", models=4)
        rows.append([grid, series, f"{row['accuracy_served_pct']:.2f}", f"{row['carbon_g'] / 1000:.3g}",
                     f"{1000 * row['cee_pct_per_g']:.3g}"] + [signed(row, column) for column in CUTS.values()])
    return markdown(header, rows)


def policy_table(table):
    header = ["policy", "peeks", "accuracy, %", "kg CO2e", "CEE, points/kg", "gain vs static-large, %", "gain vs blind, %", *CUTS]
    rows = []
    for _, row in table[(table["carbon"] == "GB") & (table["span"] == "june") & (table["series"] == "generated") &
                        (table["models"] == 5)].iterrows():
        cee = "" if pd.isna(row["cee_pct_per_g"]) else f"{1000 * row['cee_pct_per_g']:.3g}"
        rows.append([row["policy"], "yes" if row["peeks"] else "no", f"{row['accuracy_served_pct']:.2f}",
                     f"{row['carbon_g'] / 1000:.3g}", cee] +
                    [signed(row, column) for column in (VS_LARGE, VS_BLIND, *CUTS.values())])
    return markdown(header, rows)


def extremes(rows, column):
    low, high = rows.loc[rows[column].idxmin()], rows.loc[rows[column].idxmax()]
    return f"{low[column]:+.0f} % ({low['carbon']}) to {high[column]:+.0f} % ({high['carbon']})"


def headline(rule):
    lines = []
    for series in sorted(set(rule["series"])):
        for models in (4, 5):
            rows = rule[(rule["span"] == "june") & (rule["series"] == series) & (rule["models"] == models)]
            britain = select(rows, carbon="GB")
            here = "" if britain is None else f", Great Britain {britain[VS_LARGE]:+.0f} %"
            lines.append(f"* {models} models, {len(rows)} {series} series: against static-large {extremes(rows, VS_LARGE)}{here}; "
                         f"against blind {extremes(rows, VS_BLIND)}; carbon cut against static-mix "
                         f"{extremes(rows, 'carbon_cut_vs_static_mix_pct')}; gap to the oracle {extremes(rows, 'carbon_gap_to_oracle_pct')}.")
    return "\n".join(lines) + "\n"


PAGE = """# The paper's rule and its "up to 80 %", on {count} grids

The paper (arXiv:2403.15824) says its rule raises carbon-emission efficiency (CEE) by up to 80 %.
CEE is accuracy gained over the smallest model per gram of CO2e spent beyond it. The trailing rule (24 h) in June 2023:

{headline}
**How to read it.** A gain against static-large counts the use of smaller models too, which needs no carbon signal: a flat grid gains
as well. *Blind* serves the same mix of models without looking at carbon, so only the gain against blind was earned by timing.
A negative cut against *static-mix* means that a fixed mix of two models reaches the same accuracy with less carbon than the rule.
The *oracle* knows the future: no schedule with that accuracy emits less.

## Gain in CEE, %, region by region

4 models: ResNet-34/50/101/152, the paper's pool. 5 models: with ResNet-18. ± is the 95 % interval, {intervals}.

{gains}
Accuracy, grams, CEE, cuts and the gap to the oracle by grid, and every policy: [tables.md](tables.md). All rows of all studies, with intervals:
[comparisons.csv](comparisons.csv).

![gain by grid](gains.png)
{real_plot}![accuracy against grams](accuracy.png)
![a week](week.png)

## Substituted, and not known

Substituted: an RTX 3090 at 350 W without idle power stands for the paper's GPU; ResNet throughputs of a public benchmark (batch 1024,
mixed precision) for its energies; hourly grids of 2023 with hourly decisions for half-hourly South West England; a constant 1000 requests
a second. "Generated" series are drawn from climatologies of those grids, "real" ones are the published series. Emissions are direct,
except where a label says life-cycle. GB.neso is Great Britain again, from the grid operator's own series. The rule starts cold: its range
never looks back before the first hour of the run.

Not known: the paper's table of energies, its GPU, its rounding, its baseline and which day's range it used.
"""


TABLES = """# Tables of the paper study

Everything is matched to the trailing rule: blind to its mix, static-mix and oracle to its accuracy; for another rule's own row they are
matched to that rule. ± is the 95 % interval, {intervals}.

## What the rule costs (June 2023, 4 models, 2.6 billion requests)

{costs}
## Every policy (Great Britain, June 2023, generated, 5 models)

{policies}"""


def write(path, text):
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.rename(path)


def main():
    parser = argparse.ArgumentParser()
    for name in ("june", "year", "week", "out"):
        parser.add_argument("--" + name, required=True)
    for name in ("real-june", "real-year"):
        parser.add_argument("--" + name)
    given = parser.parse_args()
    out = Path(given.out)
    table = read_all(given)
    rule = table[table["policy"] == RULE]
    columns = ["span", "series"] + [c for c in table.columns if c not in ("span", "series")]
    table[columns].to_csv(out / "comparisons.csv", index=False, lineterminator="\n")
    plot_week(given.week, out)
    plot_accuracy(read(given.june, "runs.csv"), out)
    for series, name in (("generated", "gains"), ("real", "gains-real")):
        rows = rule[(rule["span"] == "june") & (rule["series"] == series) & (rule["models"] == 4)]
        if not rows.empty:
            plot_gains(rows, out, name)
    intervals = f"over {int(rule['seeds'].max())} seeds"
    if (rule["interval_over"] == "days").any():
        intervals += "; of real series, one run each, over its days"
    write(out / "tables.md", TABLES.format(costs=cost_table(rule), policies=policy_table(table),
                                            intervals=intervals))
    real_plot = "![gain by grid, real series](gains-real.png)\n" if given.real_june else ""
    write(out / "README.md", PAGE.format(count=len({g for g, _ in grids(rule)} - {"GB.neso"}), headline=headline(rule),
                                         gains=gain_table(rule), intervals=intervals,
                                         real_plot=real_plot))


main()
