"""A column over two axes of a study, with a panel for each combination of the others."""
import pandas as pd

from plots import looks
from plots.tables import (PlotError, filled, group_titles, in_order, known_column,
                          short_labels)

PER_PAGE = 6
DEFAULTS = ("carbon_cut_vs_static_mix_pct", "cee_gain_vs_blind_pct", "carbon_g")


def default_column(study, table):
    """The first of DEFAULTS that has values along two axes."""
    known = [name for name in DEFAULTS if name in table]
    return next((name for name in known if len(study.varied(table[table[name].notna()])) > 1),
                known[-1])


def means(study, column, where):
    """(column, table): comparisons.csv, or the means over the seeds of runs.csv where only that has
    the column; axes under their names."""
    table = study.select(study.comparisons(), [p for p in where or () if p[0] != "seed"])
    if column is None:
        return default_column(study, table), table
    if column in study.runs and column not in table:
        known_column(study.runs, column, numeric=True)
        runs = study.select(study.runs, where)
        keys = pd.DataFrame({name: runs[at] for name, at in study.axes.items()} |
                            {"policy": runs["policy"], "_value": runs[column].astype("float64")})
        mean = keys.groupby(study.names(), sort=False)["_value"].mean().reset_index()
        return column, mean.rename(columns={"_value": column})
    return known_column(table, column, numeric=True), table


def chosen_axes(study, table, column, x, y):
    """(x, y): those given, and by default the two with the most values, the longer one down."""
    for name in (x, y):
        if name is not None and name not in study.names():
            raise PlotError(f"no axis '{name}'; the study's axes: " + ", ".join(study.names()))
    names = study.varied(table)
    spare = [name for name in names if name not in (x, y)]
    if (x == y and x is not None) or len(spare) < (x is None) + (y is None):
        raise PlotError(f"a heat map of '{column}' takes two different axes with two values or "
                        f"more; with values: {', '.join(names) or 'none'}; try bars")
    y = y or spare.pop(0)
    return x or spare.pop(0), y


def figures(study, column=None, x=None, y=None, where=()):
    """Yields (name, figure)."""
    column, whole = means(study, column, where)
    table = filled(whole, column)
    x, y = chosen_axes(study, table, column, x, y)
    titles = group_titles(table, [name for name in study.names() if name not in (x, y)])
    grids = [(title, table[titles == title]) for title in titles.unique()]
    for suffix, page in looks.pages(grids, PER_PAGE):
        yield f"heatmap-{column}{suffix}", draw(page, table, column,
                                                       (x, in_order(table, x, whole)),
                                                       (y, in_order(table, y, whole)))


def draw(grids, table, column, horizontal, vertical):
    """All pages share the axes, each (name, values), and the colours of `table`."""
    x, across = horizontal
    y, down = vertical
    columns = 1 if len(across) > 5 else 2 if len(across) > 2 else 3
    height = max(0.2 * len(down) + 0.9, 1.5)  # room for the colours' label
    figure, axes, upper, _ = looks.panels(len(grids), columns, height, sharex=True, sharey=True)
    divisor, label = looks.scale_and_label(column, table[column].abs().max())
    label = looks.wrapped(label, int(figure.get_figheight() / 0.09))
    colours = looks.plt.get_cmap("cividis").with_extremes(bad="white")
    for place, (title, rows) in zip(axes, grids):
        cells = rows.pivot(index=y, columns=x, values=column).reindex(down, columns=across)
        shades = place.imshow(cells / divisor, cmap=colours, vmin=table[column].min() / divisor,
                              vmax=table[column].max() / divisor, aspect="auto")
        write_values(place, cells / divisor, table[column].abs().max() / divisor, shades)
        place.set_xticks(range(len(across)), map(short_labels(across).get, across), rotation=40,
                         ha="right", rotation_mode="anchor")
        place.set_yticks(range(len(down)), map(short_labels(down).get, down))
        place.tick_params(length=0)
        place.set_title(looks.wrapped(title, 60 // columns), fontsize=8)
    upper.supxlabel(x, fontsize=8)
    upper.supylabel(y, fontsize=8)
    upper.colorbar(shades, ax=axes, label=label, aspect=30, pad=0.02)
    return figure


def write_values(place, cells, greatest, shades):
    """Each value in its cell, light on dark."""
    digits = 2 if greatest < 10 else 1 if greatest < 100 else 0
    for i, row in enumerate(cells.to_numpy()):
        for j, value in enumerate(row):
            is_dark = not pd.isna(value) and shades.norm(value) < 0.5
            text = "–" if pd.isna(value) else f"{value:.{digits}f}".replace("-", "−")
            place.text(j, i, text, ha="center", va="center", fontsize=6,
                       color="white" if is_dark else "black")
