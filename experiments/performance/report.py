"""Result page and plots of the performance study from the CSVs in FOLDER; see run.sh."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import pandas as pd

from plots.looks import plt, save

SHAPE = ["hosts", "max_batch", "epochs", "requests"]
FIGURES = ["cpu_s", "peak_mib", "request_ns", "epoch_host_us"]
# In the order of the tables. Colours that the colour-blind can tell apart (Okabe and Ito), and a
# marker each.
LOOKS = {"event": ("#000000", "s"), "queue": ("#0072B2", "o"), "queue-plain": ("#56B4E9", "v"),
         "bare": ("#D55E00", "^"), "bare-plain": ("#E69F00", "<"), "simpy": ("#009E73", "D"),
         "numpy": ("#CC79A7", "P")}
AXES = {"requests": "number of requests", "hosts": "number of hosts",
        "max_batch": "largest batch (requests)", "epochs": "number of epochs",
        "request_ns": "CPU time (ns per request)",
        "epoch_host_us": "CPU time (µs per epoch and host)"}
PAGE = """# What a run and a study cost
{requests}{studies}"""
REQUESTS = """
# Requests

{machine}

CPU time, not elapsed time, and every run in a process of its own. Medians over the repetitions, in
brackets the least and the most. Ratios are of medians, at the same hosts and batch: *event / this*
is how many times cheaper than event.

* *event* and *queue*: the two fidelities that serve request by request
* *bare*: queue's service loop alone, without SimGrid, hosts' energy and epochs
* *-plain*: arrivals drawn without vector instructions
* *simpy*, *numpy*: the same queue as a user of these would write it (`tests/bench/peers.py`)
{sections}"""
STUDIES = """
# Studies

{machine}

Medians over the repetitions, in brackets the least and the most (`experiments/performance/studies.py`). On one core a study
runs pinned to it with `--jobs 1`, on two with `--jobs 2`, in turn; then two studies run at once, each with `--jobs 1`
on a core of its own. The efficiency is the elapsed time on one core over twice that on two, repetition by repetition, and
that of the two apart is what the machine allows: they share nothing but its memory and kernel. Elapsed times count on an
idle machine only.

| what | goal | measured |
|---|---:|---:|
{rows}
"""
INSTRUCTIONS = """
Counted by callgrind, without vector instructions: the difference between two lengths of a run, so
that its start and end cancel.
"""


def read(path, columns, may_be_empty=False):
    """The CSV; exits if it lacks rows or one of the columns."""
    table = pd.read_csv(path)
    missing = [name for name in columns if name not in table.columns]
    if missing or (table.empty and not may_be_empty):
        sys.exit(f"{path}: expected rows with {', '.join(columns)}; "
                 f"missing: {', '.join(missing) or 'rows'}")
    unknown = set(table["series"]) - set(LOOKS)
    if unknown:
        sys.exit(f"{path}: unknown series {', '.join(sorted(unknown))}; known: {', '.join(LOOKS)}")
    return table


def summarise(runs):
    """One row per study, series and shape: medians under the figure's name, then _min and _max."""
    runs["request_ns"] = 1e9 * runs["cpu_s"] / runs["requests"]
    runs["epoch_host_us"] = 1e6 * runs["cpu_s"] / (runs["epochs"] * runs["hosts"])
    rows = runs.groupby(["study", "series", *SHAPE])[FIGURES].agg(["median", "min", "max"])
    rows.columns = ["_".join(names).removesuffix("_median") for names in rows.columns]
    return in_order(rows.reset_index())


def in_order(rows):
    rank = rows["series"].map(list(LOOKS).index)
    shape = [name for name in SHAPE if name in rows]
    return rows.assign(rank=rank).sort_values(shape[:2] + ["rank"] + shape[2:], ignore_index=True)


def number(value):
    """Three digits without an exponent: 0.00123, 4.56, 78900."""
    decimals = 2 - int(f"{value:.2e}".split("e")[1]) if value else 0
    return f"{value:.{max(0, decimals)}f}"


def spread(row, figure):
    low, middle, high = (number(row[figure + end]) for end in ("_min", "", "_max"))
    return middle if low == high else f"{middle} ({low} to {high})"


def times(rows, row, series, figure, is_inverse=False):
    """The figure over that of `series` at the same hosts and batch, or the inverse; - where there
    is none."""
    like = rows[(rows["series"] == series) & (rows["hosts"] == row["hosts"]) &
                (rows["max_batch"] == row["max_batch"])]
    if like.empty:
        return "-"
    ratio = row[figure] / like[figure].iloc[-1]
    return number(1 / ratio if is_inverse else ratio)


def section(title, rows, columns, text=""):
    """A table with one line per row and, by title, one cell per function of `columns`."""
    if rows.empty:
        return ""
    lines = ["| series | " + " | ".join(columns) + " |", "|---" + "|---:" * len(columns) + "|"]
    for _, row in rows.iterrows():
        cells = [row["series"], *(cell(row) for cell in columns.values())]
        lines.append("| " + " | ".join(cells) + " |")
    return f"\n## {title}\n{text}\n" + "\n".join(lines) + "\n"


def counts(*titles):
    names = {"hosts": "hosts", "batch": "max_batch", "epochs": "epochs", "requests": "requests"}
    return {title: lambda row, name=names[title]: f"{row[name]:,.0f}" for title in titles}


def ratios(rows, figure, others):
    found = {f"{other} / this": lambda row, other=other: times(rows, row, other, figure, True)
             for other in others}
    return found | {"this / bare": lambda row: times(rows, row, "bare", figure)}


def tables(rows, instructions):
    """Every table of the page; `rows` is summarised."""
    cpu = {"CPU, s": lambda row: spread(row, "cpu_s")}
    request = {"ns per request": lambda row: spread(row, "request_ns")}
    epoch = {"µs per epoch and host": lambda row: spread(row, "epoch_host_us")}
    peak = {"peak, MiB": lambda row: spread(row, "peak_mib")}
    per_request = "instructions_per_request"
    study = {name: part for name, part in rows.groupby("study")}
    none = rows.head(0)
    compare = study.get("compare", none)
    by_epoch = counts("hosts", "epochs", "requests") | cpu | epoch
    return "".join([
        section("Side by side", compare, counts("hosts", "batch", "requests") | request |
                ratios(compare, "request_ns", ["event", "simpy", "numpy"]) | peak),
        section("Per epoch and host: hosts", study.get("epoch_hosts", none), by_epoch),
        section("Per epoch and host: epochs", study.get("epochs", none), by_epoch),
        section("One year", study.get("year", none),
                counts("hosts", "epochs", "requests") | cpu | request | peak),
        section("Memory", study.get("memory", none), counts("hosts", "epochs", "requests") | peak),
        section("Instructions", instructions, counts("hosts", "batch") |
                {"per request": lambda row: number(row[per_request])} |
                ratios(instructions, per_request, ["event"]), INSTRUCTIONS)])


def draw(axes, rows, x, y):
    """Median with its least and most: a line per series and whatever else differs at the same x."""
    label = rows["series"].copy()
    for name in SHAPE:
        if name != x and rows.groupby(["series", x])[name].nunique().max() > 1:
            label += rows[name].map(f", {name.replace('_', ' ')}: {{:g}}".format)
    drawn = []
    for name, line in rows.groupby(label, sort=False):
        line = line.sort_values(x)
        series = line["series"].iloc[0]
        colour, mark = LOOKS[series]
        style = ("-", "--", ":", "-.")[drawn.count(series) % 4]
        drawn.append(series)
        axes.errorbar(line[x], line[y], [line[y] - line[y + "_min"], line[y + "_max"] - line[y]],
                      color=colour, marker=mark, ms=4, ls=style, lw=1, capsize=2, label=name)
    axes.set_xscale("log", base=10 if rows[x].max() > 1000 else 2)
    if rows[x].max() <= 1000:
        axes.set_xticks(rows[x].unique(), rows[x].unique())
    if rows[y].max() > 10 * rows[y].min():
        axes.set_yscale("log")
    else:
        axes.set_ylim(0, 1.2 * rows[y + "_max"].max())
    axes.set_xlabel(AXES[x])
    axes.set_ylabel(AXES[y])
    axes.legend(frameon=False)


def plot(out, name, rows, y, panels):
    """A figure with a panel for each (study, x) that was measured; its line in Markdown."""
    panels = [panel for panel in panels if panel[0] in set(rows["study"])]
    if not panels:
        return ""
    size = (0.4 + 2.6 * len(panels), 2.6)
    figure, axes = plt.subplots(1, len(panels), squeeze=False, figsize=size)
    for place, (study, x) in zip(axes[0], panels):
        draw(place, rows[rows["study"] == study], x, y)
    save(figure, out, name, ("svg", "png"))
    return f"\n![{AXES[y]}]({name}.png)\n\n*Median, least and most.*\n"


def describe(path):
    """The machine and the programs' versions, in a line."""
    found = json.loads(path.read_text())
    line = ", ".join(f"{name}: {value}" for name, value in found.items() if name != "run") + "."
    return line + ("" if found.get("run") == "full" else f" **A {found.get('run')} run: the figures are rough.**")


def requests(out):
    """The part on requests; empty where they were not measured."""
    if not (out / "bench.csv").exists():
        return ""
    rows = summarise(read(out / "bench.csv", ["study", "series", *SHAPE, "cpu_s", "peak_mib"]))
    instructions = in_order(read(out / "instructions.csv",
                                 ["series", "hosts", "max_batch", "instructions_per_request"],
                                 may_be_empty=json.loads((out / "machine.json").read_text())["run"] == "smallest"))
    sections = tables(rows, instructions)
    sections += plot(out, "request", rows, "request_ns",
                     [("requests", "requests"), ("hosts", "hosts"), ("batch", "max_batch")])
    sections += plot(out, "epoch", rows, "epoch_host_us",
                     [("epoch_hosts", "hosts"), ("epochs", "epochs")])
    return REQUESTS.format(machine=describe(out / "machine.json"), sections=sections)


def range_of(values):
    """As spread() of a column."""
    figures = pd.Series(values).agg(["median", "min", "max"]).rename(
        {"median": "x", "min": "x_min", "max": "x_max"})
    return spread(figures, "x")


def studies(out):
    """The part on studies; empty where they were not measured."""
    if not (out / "studies.csv").exists():
        return ""
    table = pd.read_csv(out / "studies.csv")
    part = {name: rows.reset_index(drop=True) for name, rows in table.groupby("measure")}
    missing = {"alone", "overhead", "one", "two", "apart", "memory"} - set(part)
    if missing:
        sys.exit(f"{out / 'studies.csv'}: no rows of {', '.join(sorted(missing))}")

    def ms(name):
        return 1e3 * part[name]["cpu_s"] / part[name]["cells"]

    def cells(name):
        return f"{part[name]['cells'].iloc[0]:,}"

    one, two, apart = (part[name]["wall_s"] for name in ("one", "two", "apart"))
    rows = [
        ("CPU a cell of an hour, ms, by itself", "", range_of(ms("alone"))),
        ("the same in a study, ms", "", range_of(ms("overhead"))),
        ("what a study adds, ms", "1.5", range_of(ms("overhead") - ms("alone"))),
        (f"{cells('one')} cells of a month on one core, s", "", range_of(one)),
        ("CPU, s", "", range_of(part["one"]["cpu_s"])),
        (f"{cells('two')} cells of a month on two cores, s", "60 for 10,000", range_of(two)),
        ("CPU, s", "", range_of(part["two"]["cpu_s"])),
        ("efficiency on two cores, %", "95", range_of(100 * one / (2 * two))),
        ("that of two studies apart, %", "", range_of(100 * one / apart)),
        ("the first over the second, %", "", range_of(100 * apart / (2 * two))),
        (f"the parent's memory at {cells('memory')} cells, MiB", "256 at 100,000",
         range_of(part["memory"]["parent_mib"])),
    ]
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return STUDIES.format(machine=describe(out / "studies-machine.json"), rows=lines)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: report.py FOLDER")
    out = Path(sys.argv[1])
    (out / "README.md").write_text(PAGE.format(requests=requests(out), studies=studies(out)))


main()
