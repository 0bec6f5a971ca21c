"""What all plots share: colours, markers, labels with units, and files that come out the same."""
import os
import re
import textwrap
from pathlib import Path

os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.text import Text
from matplotlib.transforms import Bbox

plt.rcParams.update({"svg.hashsalt": "cadis", "font.size": 8, "pdf.fonttype": 42,
                     "figure.constrained_layout.use": True})

WIDTH = 6.5  # inches: a page of two columns
# Okabe and Ito, told apart by the colour-blind, without its yellow, which white paper swallows. A
# marker and a dash each, for print in grey.
PALETTE = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = "os^DvPX*<>phd"
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 3)))

CO2E = "CO$_2$e"
UNITS = (("_pct_per_g", "percentage points/g " + CO2E), ("g_per_kwh", f"g {CO2E}/kWh"),
         ("_pct", "%"), ("_ms", "ms"), ("_s", "s"), ("_w", "W"), ("_j", "J"), ("_g", "g " + CO2E))
COUNTS = {"arrivals": "requests", "served": "requests", "dropped": "requests",
          "queued": "requests", "slo_violations": "requests", "switches": "changes"}
TITLES = {"g_per_kwh": "carbon intensity", "accuracy_served": "accuracy of served requests",
          "accuracy_all": "accuracy over all arrivals", "cee": "carbon-emission efficiency",
          "queued": "queue"}
WORDS = {"cee": "CEE", "slo": "SLO"}
PREFIXES = {"g": ((1e6, "t"), (1e3, "kg"), (1, "g"), (1e-3, "mg"), (1e-6, "µg")),
            "J": ((1e9, "GJ"), (1e6, "MJ"), (1e3, "kJ"), (1, "J"), (1e-3, "mJ"))}


def look(index):
    """(colour, marker, dash) of the nth policy or run."""
    return (PALETTE[index % len(PALETTE)], MARKERS[index % len(MARKERS)],
            DASHES[index % len(DASHES)])


def title_and_unit(column):
    """`carbon_cut_vs_blind_pct`: ("carbon cut vs blind", "%"). The unit is the suffix of the
    name."""
    suffix, unit = next((pair for pair in UNITS if column.endswith(pair[0])), ("", ""))
    stem = column[:-len(suffix)] if suffix else column
    words = stem.strip("_").split("_")
    title = TITLES.get(column) or TITLES.get(stem) or " ".join(WORDS.get(w, w) for w in words)
    return title, COUNTS.get(column, unit)


def scale_and_label(column, greatest, per=""):
    """(divisor, axis label): grams and joules get the prefix that makes the greatest value 1 or
    more."""
    title, unit = title_and_unit(column)
    divisor, base = 1, unit.split(" ")[0]
    for size, prefixed in PREFIXES.get(base, ()):
        if greatest >= size:
            divisor, unit = size, unit.replace(base, prefixed, 1)
            break
    return divisor, f"{title} ({unit}{per})" if unit + per else title


def panels(count, columns, height_in, legend_count=0, width_in=WIDTH, **options):
    """(figure, axes in reading order, upper part, lower part): `count` panels, height_in inches a
    row; the lower part has room for a legend of so many entries and is None without one."""
    columns = min(count, columns)
    rows = -(-count // columns)
    heights = [height_in * rows + 0.25, 0.1 + 0.17 * -(-legend_count // 3)]
    if legend_count:
        figure = plt.figure(figsize=(width_in, sum(heights)))
        upper, lower = figure.subfigures(2, 1, height_ratios=heights)
    else:
        figure = upper = plt.figure(figsize=(width_in, heights[0]))
        lower = None
    axes = upper.subplots(rows, columns, squeeze=False, **options).ravel()
    for spare in axes[count:]:
        spare.set_visible(False)
    return figure, list(axes[:count]), upper, lower


def wrapped(title, width):
    return textwrap.fill(title, max(width, 8))


def pages(items, size):
    """[(suffix of the file's name, items)]."""
    starts = range(0, len(items), size)
    return [("" if len(starts) == 1 else f"-{page}", items[start:start + size])
            for page, start in enumerate(starts, 1)]


def file_name(text):
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text)


def settle(figure):
    """Lays the figure out once and for all, to 1e-7 of its size: the solver's last digits depend on
    where its objects lie in memory, and SVG's IDs are hashes of positions."""
    for text in figure.findobj(Text):  # a label's dollars are no mathematics; those of CO2e are
        text.set_parse_math(CO2E in text.get_text())
    figure.canvas.draw()
    figure.set_layout_engine("none")
    for part in (figure, *figure.subfigs):
        if part is not figure:
            part.bbox_relative.set_points(part.bbox_relative.get_points().round(7))
        for place in part.axes:
            place.set_position(Bbox(place.get_position().get_points().round(7)))
        for text in part.texts:
            text.set_position([round(at, 7) for at in text.get_position()])
    return figure


def save(figure, out, name, kinds=("pdf", "svg", "png")):
    """Writes OUT/NAME.KIND, the same bytes for the same figure, and closes it. Returns the
    paths."""
    undated = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {"Software": None}}
    paths = [Path(out) / f"{name}.{kind}" for kind in kinds]
    for path, kind in zip(paths, kinds):
        figure.savefig(path, dpi=200, metadata=undated[kind])
    plt.close(figure)
    return paths
