"""The pictures of the paper study's page; each carries one message, which the page says above it."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import matplotlib.dates as mdates
import pandas as pd

from plots.looks import PALETTE, plt, save
from results import PAPERS_GRID, RULE, VS_LARGE

LADDER = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
BLACK, BLUE, VERMILION = PALETTE[:3]


def plot_gains(comparisons, out, name):
    """Dots by grid: the rule, the same models without looking, a fixed mix with its accuracy."""
    table = comparisons.pivot(index="grid", columns="policy", values=VS_LARGE)
    table = table.sort_values(RULE)
    own = [grid for grid in table.index if grid == PAPERS_GRID]  # on top, above a line
    table = table.loc[[grid for grid in table.index if grid not in own] + own]
    figure, axes = plt.subplots(figsize=(6.5, 1.1 + 0.21 * len(table)))
    rows = range(len(table))
    axes.hlines(rows, table["blind"], table[RULE], color=BLACK, lw=1.6, zorder=1)
    marks = ((RULE, "o", BLACK, BLACK, "the paper's rule"), ("blind", "o", BLACK, "white", "same models, blind to carbon"),
             ("static-mix", "D", VERMILION, VERMILION, "fixed mix of two models,\nas accurate as the rule"))
    for policy, mark, edge, face, _ in marks:
        axes.plot(table[policy], rows, mark, color=edge, mfc=face, ms=5, ls="none", zorder=2)
    top = len(table) - 1
    for policy, _, colour, _, label in marks:
        # Named once, above the first row.
        axes.annotate(label, (table[policy].iloc[top], top), (0, 9), textcoords="offset points",
                      ha={"blind": "center", RULE: "right"}.get(policy, "left"), va="bottom", color=colour, fontsize=7.5)
    axes.vlines(80, -1.2, top + 0.4, color="0.4", lw=0.8, ls="--", zorder=0)
    axes.annotate("paper: up to 80 %", (80, -0.8), (3, 0), textcoords="offset points", color="0.35", fontsize=7.5, va="center")
    if own:
        axes.axhline(top - 0.5, color="0.8", lw=0.8)
    labels = ["South West England\n(the paper's)" if grid == PAPERS_GRID else grid for grid in table.index]
    axes.set_yticks(rows, labels)
    axes.set_ylim(-1.2, top + 1.5)
    axes.set_xlim(left=0)
    axes.set_xlabel("gain in carbon-emission efficiency against always using the largest model (%)")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    save(figure, out, name)


def plot_week(folder, out):
    """A week on the paper's grid: the intensity, and the model that answers."""
    epochs = pd.read_csv(Path(folder) / "epochs.csv", parse_dates=["timestamp_utc"])
    time = epochs["timestamp_utc"].dt.tz_localize(None)
    inside = (time >= "2023-06-12") & (time < "2023-06-19")
    if not inside.any():
        inside = time == time  # a shorter run: all of it
    time, epochs = time[inside], epochs[inside]
    figure, (top, low) = plt.subplots(2, 1, sharex=True, figsize=(6.5, 3.2))
    top.step(time, epochs["g_per_kwh"], where="post", color=BLACK, lw=1)
    top.set_ylabel("carbon intensity\n(g CO$_2$e/kWh)")
    top.set_ylim(bottom=0)
    rank = epochs["variant"].map({variant: i for i, variant in enumerate(LADDER)})
    low.step(time, rank, where="post", color=BLUE, lw=1)
    low.set_yticks(range(len(LADDER)), [variant.replace("resnet", "ResNet-") for variant in LADDER])
    low.set_xlabel("day (UTC), South West England")
    low.xaxis.set_major_formatter(mdates.DateFormatter("%d %b"))
    for axes in (top, low):
        axes.spines[["top", "right"]].set_visible(False)
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
    """Accuracy against grams on the paper's grid: what mixes of fixed models reach, and the rule."""
    runs = runs[(runs["grid"] == PAPERS_GRID) & (runs["models"] == 5)].copy()
    if runs.empty:
        return
    runs["ug"] = 1e6 * runs["carbon_g"] / runs["served"]
    points = runs.groupby("axis_policy")[["ug", "accuracy_served_pct"]].mean()
    fixed = points[points.index.isin(["static-small"] + ["static-" + variant for variant in LADDER])].sort_values("ug")
    figure, axes = plt.subplots(figsize=(4.5, 3.2))
    axes.plot(*zip(*static_hull(fixed.to_numpy())), "-", color="0.6", lw=1)
    for place, (policy, row) in enumerate(fixed.iterrows()):
        model = policy.replace("static-", "").replace("small", "resnet18").replace("resnet", "ResNet-")
        above = place == 0  # or its name would lie on the axis
        axes.annotate(model, row, (5, 3 if above else -9), textcoords="offset points", color="0.4", fontsize=7)
    axes.plot(fixed["ug"], fixed["accuracy_served_pct"], "o", color="0.6", ms=4)
    for policy, mark, colour, label, offset in (
            (RULE, "o", BLACK, "the paper's rule", (4, -11)), ("blind", "o", BLACK, "same models, blind", (7, 0)),
            ("static-mix", "D", VERMILION, "fixed mix of two", (-7, 12)), ("oracle", "*", BLUE, "oracle", (-7, 0))):
        axes.plot(*points.loc[policy], mark, color=colour, mfc="white" if policy == "blind" else colour, ms=6)
        axes.annotate(label, points.loc[policy], offset, textcoords="offset points", color=colour, fontsize=7,
                      ha="left" if offset[0] > 0 else "right", va="center")
    axes.set_xlabel("emissions (µg CO$_2$e per request)")
    axes.set_ylabel("top-1 accuracy of served requests (%)")
    axes.spines[["top", "right"]].set_visible(False)
    save(figure, out, "accuracy")
