"""Bars of a column of comparisons.csv with its 95 % interval, one row a bar."""
import pandas as pd

from plots import looks
from plots.tables import filled, group_titles, in_order, known_column, short_labels

PANELS_PER_PAGE, ROWS_PER_PAGE = 4, 40


def interval_columns(table):
    """The columns with an interval and at least one value."""
    return [name for name in table.columns
            if {name + "_lo", name + "_hi"} <= set(table.columns) and table[name].notna().any()]


def figures(study, column, where=()):
    """Yields (name, figure): rows are the axis with the most values (the policy is one), panels the
    next, and there is a page for each combination of the others."""
    whole = study.select(study.comparisons(), where)
    table = filled(whole, known_column(whole, column, numeric=True))
    row, panel, *others = (study.varied(table) + ["policy", None])[:2] + study.varied(table)[2:]
    if row == panel:  # only policies differ
        panel = None
    titles = group_titles(table, others)
    found = [(title, part[part[row].isin(rows)], rows, names)
             for title, part in ((title, table[titles == title]) for title in titles.unique())
             for _, names in looks.pages(labels(part, panel, whole), PANELS_PER_PAGE)
             for _, rows in looks.pages(labels(part, row, whole), ROWS_PER_PAGE)]
    for number, (title, part, rows, names) in enumerate(found, 1):
        suffix = f"-{number}" if len(found) > 1 else ""
        yield f"bars-{column}{suffix}", draw(part, column, title, (row, rows), (panel, names))


def labels(table, axis, whole):
    return [None] if axis is None else in_order(table, axis, whole)


def draw(table, column, title, rows, panels):
    """`rows` and `panels` are (axis, its values)."""
    row, bars = rows
    panel, names = panels
    height = 0.155 * len(bars) + 0.6
    figure, axes, upper, _ = looks.panels(len(names), len(names), height, sharex=True, sharey=True)
    has_interval = column + "_lo" in table and table[column + "_lo"].notna().any()
    titles = {None: ""} if panel is None else short_labels(names)
    for place, name in zip(axes, names):
        part = table if name is None else table[table[panel] == name]
        draw_bars(place, part.set_index(row).reindex(bars), column, has_interval)
        place.set_title(looks.wrapped(titles[name], 55 // len(names)), fontsize=8)
    short = short_labels(bars)
    axes[0].set_yticks(range(len(bars)), [short[label] for label in bars])
    axes[0].set_ylim(len(bars) - 0.4, -0.6)
    label = looks.scale_and_label(column, 0)[1]
    upper.supxlabel(label + (", with its 95 % interval" if has_interval else ""), fontsize=8)
    if title:
        upper.suptitle(title, fontsize=8)
    return figure


def draw_bars(place, part, column, has_interval):
    values = part[column]
    places = range(len(part))
    place.barh(places, values, 0.72, color="#56B4E9", edgecolor="black", lw=0.5)
    if has_interval:
        ends = [values - part[column + "_lo"], part[column + "_hi"] - values]
        place.errorbar(values, places, xerr=ends, fmt="none", ecolor="black", elinewidth=0.8,
                       capsize=1.8)
    for at, is_missing in enumerate(pd.isna(values)):
        if is_missing:
            place.text(0, at, " none", va="center", fontsize=6, color="0.4")
    place.axvline(0, color="black", lw=0.6)
    place.grid(axis="x", color="0.9", lw=0.6)
    place.set_axisbelow(True)
    place.tick_params(axis="y", length=0)
