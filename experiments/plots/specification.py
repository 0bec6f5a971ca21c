"""A specification curve: the values of all readings in order, and below them which choices they
rest on. Thousands of readings are drawn in bins, each as dark as the share of its readings that
make the choice."""
from dataclasses import dataclass

import numpy as np
import pandas as pd

from plots import looks

BINS, LEAST = 120, 8  # at most, and readings in each at least
# Inches.
LABELS, GAP, MARGIN, TOP, CURVE, LINE, BETWEEN, BOTTOM = 1.5, 0.4, 0.12, 0.28, 1.9, 0.118, 0.42, 0.4
REACHED = "#0072B2"


@dataclass
class Panel:
    """`table`: a row per reading, with a column per axis; `notes`: {axis: what stands beside its
    name}, those that are missing change nothing here."""

    title: str
    table: pd.DataFrame
    column: str
    notes: dict


def draw(panels, axes, titles, labels, threshold, threshold_label):
    """`axes`: {axis: its choices in order}; `titles` and `labels` name axes and choices; panels are
    equally wide whatever their number of readings."""
    lines = sum(1 + len(choices) for choices in axes.values())
    height = TOP + CURVE + BETWEEN + LINE * lines + BOTTOM
    width = (looks.WIDTH - LABELS - MARGIN - GAP * (len(panels) - 1)) / len(panels)
    figure = looks.plt.figure(figsize=(looks.WIDTH, height))
    figure.set_layout_engine("none")
    box = lambda left, top, wide, high: (left / looks.WIDTH, 1 - (top + high) / height,
                                         wide / looks.WIDTH, high / height)
    for at, panel in enumerate(panels):
        left = LABELS + at * (width + GAP)
        table = panel.table.dropna(subset=[panel.column]).sort_values(
            [panel.column, *axes], kind="stable")
        place = figure.add_axes(box(left, TOP, width, CURVE))
        draw_curve(place, table[panel.column].to_numpy(), threshold, threshold_label)
        place.set_title(panel.title, fontsize=8, loc="left")
        if at == 0:
            place.set_ylabel("gain in carbon-emission\nefficiency (%)")
        draw_dashboard(figure, box, (left, TOP + CURVE + BETWEEN, width), panel, table,
                       (axes, titles, labels if at == 0 else None, threshold))
    draw_key(figure, box(LABELS, height - 0.26, width, 0.09))
    return figure


def percent(share):
    """Whole, but that little is not none and most is not all."""
    return f"{share:.1f} %" if 0 < share < 1 or 99 < share < 100 else f"{share:.0f} %"


def draw_curve(place, values, threshold, threshold_label):
    """`values` rise; the axis is the share of readings so far."""
    share = 100 * (np.arange(len(values)) + 0.5) / len(values)
    low, high = min(values.min(), 0), max(values.max(), threshold)
    place.fill_between(share, 0, values, where=values >= threshold, step="mid", color=REACHED,
                       alpha=0.35, lw=0, rasterized=True)
    place.plot(share, values, color="black", lw=1.2, drawstyle="steps-mid")
    place.axhline(0, color="black", lw=0.6)
    place.axhline(threshold, color="black", lw=0.8, ls="--")
    place.annotate(threshold_label, (1.5, threshold), (0, 2), textcoords="offset points",
                   fontsize=7)
    median = np.median(values)
    place.plot(50, median, "o", ms=4, color="black", mfc="white", zorder=3)
    place.annotate(f"median {median:+.0f} %".replace("-", "\N{MINUS SIGN}"), (50, median), (-4, 6),
                   ha="right", textcoords="offset points", fontsize=7)
    reach = percent(100 * np.mean(values >= threshold))
    place.text(0.03, 0.96, f"{reach} of {len(values)} readings\nreach {threshold:g} %",
               transform=place.transAxes, va="top", fontsize=8, weight="bold")
    place.set_xlim(0, 100)
    place.set_ylim(low - 0.05 * (high - low), high + 0.3 * (high - low))
    place.set_xlabel("readings from least to greatest gain (%)", fontsize=7, labelpad=1)
    place.tick_params(labelsize=7)
    place.grid(axis="y", color="0.92", lw=0.6)
    place.set_axisbelow(True)
    place.spines[["top", "right"]].set_visible(False)


def draw_dashboard(figure, box, corner, panel, table, names):
    left, top, width = corner
    axes, titles, labels, threshold = names
    crossing = 100 * np.mean(table[panel.column] < threshold)
    for axis, choices in axes.items():
        high = LINE * len(choices)
        place = figure.add_axes(box(left, top + LINE, width, high))
        if labels:
            place.annotate(titles[axis], (0, 1), (-LABELS * 72 + 7, 1.5), xycoords="axes fraction",
                           textcoords="offset points", fontsize=7, weight="bold")
        if axis in panel.notes:
            shade = np.array([binned(table[axis] == choice) for choice in choices])
            place.imshow(shade, aspect="auto", cmap="Greys", vmin=0, vmax=1, rasterized=True,
                         extent=(0, 100, len(choices), 0), interpolation="nearest")
            place.axvline(crossing, color=REACHED, lw=0.8)
        else:
            place.text(50, len(choices) / 2, "makes no difference", ha="center", va="center",
                       fontsize=7, color="0.45", style="italic")
            place.set_ylim(len(choices), 0)
        place.annotate(panel.notes.get(axis, ""), (1, 1), (0, 1.5), xycoords="axes fraction",
                       textcoords="offset points", fontsize=6, ha="right")
        place.set_xlim(0, 100)
        place.set_xticks([])
        place.set_yticks(np.arange(len(choices)) + 0.5,
                         [labels[axis][choice] for choice in choices] if labels else [])
        place.tick_params(length=0, labelsize=6.5, pad=2)
        for line in range(1, len(choices)):
            place.axhline(line, color="white", lw=0.8)
        for spine in place.spines.values():
            spine.set(lw=0.4, color="0.6")
        top += high + LINE


def binned(is_chosen):
    """The share of readings that made the choice, in bins of equal width: a reading on the edge of
    two counts in each for its part."""
    count = len(is_chosen)
    edges = np.linspace(0, count, max(1, min(BINS, count // LEAST)) + 1)
    so_far = np.concatenate([[0], np.cumsum(is_chosen)])
    return np.diff(np.interp(edges, np.arange(count + 1), so_far)) / np.diff(edges)


def draw_key(figure, where):
    place = figure.add_axes(where)
    place.imshow(np.linspace(0, 1, 101)[None, :], aspect="auto", cmap="Greys", vmin=0, vmax=1,
                 extent=(0, 100, 0, 1), rasterized=True)
    place.set_yticks([])
    place.set_xticks([0, 50, 100])
    place.tick_params(length=2, labelsize=6.5, pad=1)
    place.annotate("share of the readings at this place\nthat make the choice (%)", (1, 0.5),
                   (12, -3), xycoords="axes fraction", textcoords="offset points", fontsize=6.5,
                   va="center")
    for spine in place.spines.values():
        spine.set(lw=0.4, color="0.6")
