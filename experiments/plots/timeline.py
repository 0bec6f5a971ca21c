"""Epoch by epoch: intensity, variant shares, grams and queue of one run or several."""
import json
import re
from pathlib import Path

import matplotlib.dates as mdates
import pandas as pd

from plots import looks
from plots.tables import PlotError, as_text, group_titles, is_number, line_of, read

MOST, MOST_BY_DEFAULT = 12, 6


def read_epochs(path):
    """epochs.csv with `time` in front, UTC without a zone, as matplotlib wants it."""
    table = read(path)
    time = pd.to_datetime(table["timestamp_utc"], errors="coerce", utc=True).dt.tz_localize(None)
    for is_wrong, expected in ((time.isna(), "a UTC time such as 2023-06-01T00:00:00Z"),
                               (time.diff() <= pd.Timedelta(0), "a time behind that before it"),
                               (~table["variant"].map(are_shares), "a variant, or shares a:0.4|b:0.6")):
        if is_wrong.any():
            raise PlotError(f"{path}:{line_of(is_wrong)}: expected {expected}")
    table.insert(0, "time", time)
    return table


def are_shares(text):
    parts = [part.rpartition(":") for part in text.split("|")]
    return all(not colon or re.fullmatch(r"[0-9.]+(e-?[0-9]+)?", share) and is_number(share)
               for _, colon, share in parts)


def shares(variants):
    """epochs × variants: `a` is a share of 1, `a:0.4|b:0.6` two."""
    def parse(text):
        found = {}
        for part in text.split("|"):
            name, colon, share = part.rpartition(":")
            found[name if colon else part] = float(share) if colon else 1.0
        return found

    return pd.DataFrame([parse(text) for text in variants]).fillna(0.0)


def pool_of(folder):
    """The variants in the family's order, by manifest.json of a run; empty where it does not say, as
    a study's does not."""
    path = Path(folder) / "manifest.json"
    if not path.exists():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # of JSON, too
        raise PlotError(f"{path}: cannot be read, or is no JSON") from error
    for key in ("scenario", "pool"):
        found = found.get(key) if isinstance(found, dict) else None
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise PlotError(f"{path}: scenario.pool: expected a list of variants")
    return found


def in_pool_order(names, pool):
    """Those of the pool first, the others in natural order."""
    return sorted(names, key=lambda n: (pool.index(n) if n in pool else len(pool), natural(n)))


def natural(name):
    """resnet50 before resnet101."""
    return [(part.isdigit(), int(part) if part.isdigit() else part)
            for part in re.split(r"(\d+)", name) if part]


def run_of(folder):
    """[(title, epochs)] of a run's own folder."""
    summary = Path(folder) / "summary.csv"
    title = read(summary)["policy"].iloc[0] if summary.exists() else Path(folder).name
    return [(title, read_epochs(Path(folder) / "epochs.csv"))]


def cells_of(study, wanted, where, note):
    """[(title, epochs)] of the cells asked for, by the beginning of their ID or by `where`; by
    default those of the first group and seed whose variants change, which `note` is told."""
    if not any((study.folder / "cells").glob("*/epochs.csv")):
        raise PlotError(f"{study.folder}: no cells/*/epochs.csv; run the study with --epochs")
    if wanted:
        runs = by_identity(study.runs, wanted)
    elif where:
        runs = study.select(study.runs, where)
    else:
        _, first = study.groups(study.runs)[0]
        runs = first[first["seed"] == first["seed"].iloc[0]]
    if (wanted or where) and len(runs) > MOST:
        raise PlotError(f"a timeline of {len(runs)} cells is not legible; narrow it to {MOST} by "
                        "--cell or --where, seed=N for one")
    found = [(title, epochs_of(study, identity))
             for title, identity in zip(run_titles(study, runs), runs["cell"])]
    if wanted or where:
        return found
    moving = [pair for pair in found if pair[1]["variant"].nunique() > 1] or found
    if len(moving[:MOST_BY_DEFAULT]) < len(found):
        note(f"timeline: {len(moving[:MOST_BY_DEFAULT])} of the {len(found)} cells of the first "
             "group and seed, those whose variants change; --cell or --where chooses others")
    return moving[:MOST_BY_DEFAULT]


def by_identity(runs, prefixes):
    """The rows of runs.csv whose cells begin so, one each."""
    found = [runs[runs["cell"].str.startswith(prefix)] for prefix in prefixes]
    for prefix, rows in zip(prefixes, found):
        if len(rows) != 1:
            raise PlotError(f"--cell {prefix}: {len(rows)} cells of runs.csv begin so; expected "
                            "one")
    return pd.concat(found)


def run_titles(study, runs):
    """The policy of each run, and the axes and the seed that differ."""
    seeds = runs.assign(seed=runs["seed"].map("seed {}".format))
    places = group_titles(seeds, [*study.axes.values(), "seed"])
    return [", ".join(filter(None, pair)) for pair in zip(runs["policy"], places)]


def epochs_of(study, identity):
    path = study.folder / "cells" / identity / "epochs.csv"
    if not path.exists():
        raise PlotError(f"{path}: no such file; run the study with --epochs")
    return read_epochs(path)


def clipped(title, epochs, begin, end):
    inside = epochs
    if begin is not None:
        inside = inside[inside["time"] >= begin]
    if end is not None:
        inside = inside[inside["time"] < end]
    if len(inside) < 2:
        raise PlotError(f"{title}: {len(inside)} epochs to draw; a timeline takes two or more "
                        f"({as_text(epochs['timestamp_utc'].iloc[0])} to "
                        f"{as_text(epochs['timestamp_utc'].iloc[-1])} are there)")
    last = inside.iloc[[-1]].assign(time=inside["time"].iloc[-1] + inside["time"].diff().iloc[-1])
    # The last epoch has an end, too: every value again, at its end.
    return pd.concat([inside, last], ignore_index=True)


def figures(runs, begin=None, end=None, pool=()):
    """Yields (name, figure); `runs` is [(title, epochs)], `pool` the variants, lightest shade first."""
    runs = [(title, clipped(title, epochs, begin, end)) for title, epochs in runs]
    yield "timeline", draw(runs, pool)


def draw(runs, pool):
    tables = [shares(epochs["variant"]) for _, epochs in runs]
    variants = in_pool_order({name for table in tables for name in table}, pool)
    shade = looks.plt.get_cmap("cividis_r")
    colours = {name: shade(0.04 + 0.94 * i / max(1, len(variants) - 1))
               for i, name in enumerate(variants)}
    heights = [1.0] + [0.5] * len(runs) + [1.1, 0.8]
    figure = looks.plt.figure(figsize=(looks.WIDTH, 0.5 + sum(heights) + 0.15 * len(heights)))
    axes = figure.subplots(len(heights), 1, sharex=True, gridspec_kw={"height_ratios": heights})
    draw_lines(axes[0], runs, "g_per_kwh")
    patches = [looks.plt.Rectangle((0, 0), 1, 1, fc=colours[name], ec="black", lw=0.4)
               for name in variants]
    beside(axes[0], patches, variants, ncols=-(-len(variants) // 6))
    for place, (title, epochs), table in zip(axes[1:], runs, tables):
        names = [name for name in variants if name in table]
        place.stackplot(epochs["time"], [table[name] for name in names], step="post", lw=0,
                        colors=[colours[name] for name in names])
        place.set_ylim(0, 1)
        place.set_yticks([0, 1])
        place.set_title(f"variant shares, {title}", fontsize=8, loc="left", pad=4)
    draw_grams(axes[-2], runs)
    draw_lines(axes[-1], runs, "queued")
    most = max(1, *(epochs["queued"].max() for _, epochs in runs))
    axes[-1].set_ylim(-0.04 * most, 1.08 * most)  # an empty queue shows, too
    finish_time_axis(axes[-1], runs)
    figure.align_ylabels(axes)
    return figure


def draw_grams(place, runs):
    """Per epoch; of several runs the sums so far, since lines that rise can be told apart."""
    if len(runs) == 1:
        draw_lines(place, runs, "carbon_g", " per epoch")
        return
    sums = [(title, epochs.assign(carbon_g=epochs["carbon_g"].cumsum().shift(fill_value=0)))
            for title, epochs in runs]
    draw_lines(place, sums, "carbon_g", " so far")
    beside(place, *place.get_legend_handles_labels())


def draw_lines(place, runs, column, per=""):
    """A step line per run, or a single one in grey where all have the same values."""
    divisor, label = looks.scale_and_label(column, max(e[column].max() for _, e in runs), per)
    first = runs[0][1]
    is_common = len(runs) > 1 and all(
        e[column].equals(first[column]) and e["time"].equals(first["time"]) for _, e in runs)
    for i, (title, epochs) in enumerate(runs[:1] if is_common else runs):
        colour, _, dash = ("0.35", "", "-") if is_common else looks.look(i)
        place.step(epochs["time"], epochs[column] / divisor, where="post", color=colour, ls=dash,
                   lw=0.9, label=title)
    place.set_ylabel(label.replace(" (", "\n("))
    place.margins(y=0.08)
    place.grid(color="0.92", lw=0.6)


def beside(place, handles, labels, ncols=1):
    place.legend(handles, labels, loc="upper left", bbox_to_anchor=(1.005, 1.05), frameon=False,
                 ncols=ncols, borderaxespad=0.2)


def finish_time_axis(place, runs):
    begin, end = min(e["time"].iloc[0] for _, e in runs), max(e["time"].iloc[-1] for _, e in runs)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=10)
    place.xaxis.set_major_locator(locator)
    place.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))
    place.set_xlim(begin, end)
    place.set_xlabel(f"time (UTC), {begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}")
