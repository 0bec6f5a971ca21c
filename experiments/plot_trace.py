#!/usr/bin/python3
"""Draws a carbon or request trace of Cadis: each day's mean and range, and means by month and hour.

The same trace gives the same bytes.
"""
import argparse
import sys
from pathlib import Path

import matplotlib.dates as mdates
import pandas as pd

from plots import looks
from plots.tables import PlotError

KINDS = (".svg", ".png", ".pdf")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LABELS = {"g_per_kwh": f"carbon intensity (g {looks.CO2E}/kWh)", "requests": "requests a step"}


def read(path, column=None):
    """The trace as a series over its times, in UTC without a zone, as matplotlib wants it; of
    several columns of carbon intensities the one named."""
    try:
        table = pd.read_csv(path)
        table = table.rename(columns={column: "g_per_kwh"}) if column else table
        column = next(name for name in LABELS if name in table)
        times = pd.to_datetime(table["timestamp_utc"]).dt.tz_localize(None)
    except StopIteration:
        raise PlotError(f"{path}: neither a column g_per_kwh nor a column requests") from None
    except (OSError, KeyError, ValueError) as error:
        raise PlotError(f"{path}: cannot be read: {error}") from error
    return pd.Series(table[column].to_numpy(), index=times, name=column)


def draw(series, title):
    figure, (days, hours), _, _ = looks.panels(2, 1, 2.4)
    label = LABELS[series.name]
    by_day = series.resample("D")
    days.fill_between(by_day.min().index, by_day.min(), by_day.max(), alpha=0.25, linewidth=0,
                      color=looks.PALETTE[1], label="range of a day")
    days.plot(by_day.mean().index, by_day.mean(), color=looks.PALETTE[1], linewidth=0.8,
              label="mean of a day")
    days.set(xlabel="time (UTC)", ylabel=label, ylim=(0, None))
    days.set_title(looks.wrapped(title, 45), loc="left")
    days.xaxis.set_major_formatter(mdates.ConciseDateFormatter(days.xaxis.get_major_locator()))
    days.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1),
                borderaxespad=0.2)
    means = series.groupby([series.index.month, series.index.hour]).mean().unstack()
    image = hours.imshow(means, aspect="auto", cmap="cividis_r", interpolation="nearest")
    hours.set_yticks(range(len(means)), [MONTHS[month - 1] for month in means.index])
    hours.set_xticks(range(0, len(means.columns), 3), means.columns[::3])
    hours.set(xlabel="hour of the day (UTC)")
    figure.colorbar(image, ax=hours, label=label)
    return figure


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trace", type=Path, help="timestamp_utc with g_per_kwh or requests")
    parser.add_argument("picture", type=Path, help="FILE.svg, FILE.png or FILE.pdf; replaced")
    parser.add_argument("--column", help="of carbon intensities, where there are several")
    parser.add_argument("--title", help="what to write above it (the file's name)")
    given = parser.parse_args(arguments)
    if given.picture.suffix not in KINDS:
        raise PlotError(f"{given.picture}: expected a name that ends in {', '.join(KINDS)}")
    figure = looks.settle(draw(read(given.trace, given.column), given.title or given.trace.name))
    looks.save(figure, given.picture.parent, given.picture.stem, [given.picture.suffix[1:]])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PlotError as error:
        print(f"plot_trace.py: {error}", file=sys.stderr)
        sys.exit(2)
