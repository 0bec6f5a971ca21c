"""The tables of an output folder as data frames, and selections from them."""
import csv
import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

# As docs/reading-results.md has it, which a test compares; every other column is float64.
TYPES = {"scenario": str, "policy": str, "fidelity": str, "family": str, "mix": str, "cell": str,
         "variant": str, "timestamp_utc": str, "peeks": bool, "verdict_vs_static_large": str,
         "verdict_vs_blind": str, "verdict_vs_static_mix": str, "policy_a": str, "policy_b": str,
         "figure": str, "verdict_a": str, "interval_over": str, "region": str, "host": str,
         "outcome": str, "run": str, "reason": str, "log": str, "seed": "uint64", "seeds": "int64",
         "draws": "int64", "switches": "int64", "slo_violations": "Int64", "batch": "Int64"}
# The first column behind the axes of the grid.
FIRST = {"runs.csv": "scenario", "references.csv": "scenario", "comparisons.csv": "policy",
         "pairs.csv": "policy_a", "flips.csv": "policy_a"}
# What every picture of a table takes for granted.
NEEDED = {"runs.csv": ("policy", "seed", "arrivals", "served", "accuracy_served_pct", "carbon_g",
                       "peeks", "cell"),
          "comparisons.csv": ("policy", "carbon_g"), "summary.csv": ("policy",),
          "epochs.csv": ("timestamp_utc", "g_per_kwh", "variant", "carbon_g", "queued")}
NEVER_EMPTY = ("policy", "cell", "variant", "timestamp_utc", "g_per_kwh")
GREATEST = 1e100  # what lies beyond is no result, and no axis has room for it


class PlotError(Exception):
    """What was asked for is not in the tables; the message says what is."""


def read(path):
    """The CSV with the types of docs/reading-results.md; axes are text, whatever their labels look
    like. Only empty cells are missing: a label may be NA. PlotError where it is broken or has no
    rows."""
    path = Path(path)
    header = read_header(path)
    axes = axis_columns(path.name, header)
    types = defaultdict(lambda: "float64", TYPES | dict.fromkeys(axes, str))
    try:
        table = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""],
                            index_col=False)
    except (OSError, ValueError, OverflowError) as error:  # pandas' own errors are ValueErrors
        raise PlotError(f"{path}{broken_cell(path, types)}") from error
    if table.empty:
        raise PlotError(f"{path}: no rows; the manifest lists the runs that failed")
    table[axes] = table[axes].fillna("")  # a label may be empty
    check_values(path, table)
    table.attrs["name"] = path.name
    return table


def read_header(path):
    """The titles of the columns, each once, and those that pictures need among them."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            header = next(csv.reader(file), [])
    except (OSError, ValueError, csv.Error) as error:
        raise PlotError(f"{path}: cannot be read, or is no CSV") from error
    if any(re.search(r"[\r\n]", name) for name in header):
        raise PlotError(f"{path}:1: a line break in a column's name; a quote is not closed")
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise PlotError(f"{path}:1: two columns are called '{twice[0]}'")
    for name in NEEDED.get(path.name, ()):
        if name not in header:
            raise PlotError(f"{path}:1: no column '{name}'; " + suggestion(name, header))
    return header


def broken_cell(path, types):
    """Where and what the first cell is that is not of its column's type: ":3: carbon_g: ..."."""
    kinds = {str: ("a text", ".*"), bool: ("true or false", "true|false|True|False"),
             "uint64": ("a whole number", "[0-9]{1,19}"), "float64": ("a number", ".*")}
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            header = next(rows)
            for row in rows:
                if len(row) != len(header):
                    return f":{rows.line_num}: expected {len(header)} cells, got {len(row)}"
                for name, cell in zip(header, row):
                    expected, pattern = kinds.get(types[name], ("a whole number", "-?[0-9]{0,18}"))
                    if not re.fullmatch(pattern, cell, re.DOTALL) or (
                            types[name] == "float64" and cell and not is_number(cell)):
                        return f":{rows.line_num}: {name}: expected {expected}, got '{cell[:60]}'"
    except (OSError, ValueError, csv.Error):
        pass
    return ": cannot be read, or is no CSV as cadis writes it"


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def check_values(path, table):
    for name in table.columns:
        column = table[name]
        if name in NEVER_EMPTY and column.isna().any():
            raise PlotError(f"{path}:{line_of(column.isna())}: {name}: is empty")
        if column.dtype == "float64" and (column.abs() > GREATEST).any():
            raise PlotError(f"{path}:{line_of(column.abs() > GREATEST)}: {name}: expected a finite "
                            f"number of at most {GREATEST:g}")


def line_of(is_there):
    """The line of the first row that is; what has line breaks in its cells has it later."""
    return is_there.to_numpy().argmax() + 2


def axis_columns(file, header):
    """The columns of the grid's axes, which stand in front."""
    first = FIRST.get(file)
    return header[:header.index(first)] if first in header else []


@dataclass
class Study:
    """A study's folder. `axes`: column by name of every axis but the policy, as in runs.csv."""

    folder: Path
    runs: pd.DataFrame
    axes: dict

    @staticmethod
    def read(folder):
        runs = read(Path(folder) / "runs.csv")
        columns = axis_columns("runs.csv", list(runs.columns))
        axes = {name.removeprefix("axis_"): name for name in columns if name != "axis_policy"}
        return Study(Path(folder), runs, axes)

    def comparisons(self):
        path = self.folder / "comparisons.csv"
        if not path.exists():
            raise PlotError(f"{path}: no such file; it is written when the study ends")
        table = read(path)
        for name in self.names():
            known_column(table, name)
        twice = table.duplicated(self.names())
        if twice.any():
            raise PlotError(f"{path}:{line_of(twice)}: a row with these axes and policy stands "
                            "before it")
        return table

    def names(self):
        """The axes, the policy last."""
        return [*self.axes, "policy"]

    def varied(self, table):
        """The axes with two values or more in rows of comparisons.csv, by falling number of
        values."""
        counts = {name: table[name].nunique() for name in self.names()}
        return sorted((name for name in counts if counts[name] > 1), key=lambda n: -counts[n])

    def column_of(self, table, name):
        """The column that holds an axis, or any other."""
        if table.attrs["name"] != "comparisons.csv" and name in self.axes:
            return self.axes[name]
        return known_column(table, name)

    def select(self, table, where):
        """The rows with one of the wanted values of every column; `where`: [(column, value)]."""
        wanted = {}
        for name, value in where:
            wanted.setdefault(self.column_of(table, name), []).append(value)
        for column, values in wanted.items():
            there = table[column].map(as_text)
            for value in values:
                if value not in set(there):
                    raise PlotError(f"{table.attrs['name']}: no row left with {column} = "
                                    f"'{value}'; " + suggestion(value, there.unique()))
            table = table[there.isin(values)]
        return table

    def groups(self, table):
        """[(title, rows)]: rows that share every axis but the policy, in the order of the table.
        Axes with one value are not named."""
        columns = [self.column_of(table, name) for name in self.axes]
        if not columns:
            return [("", table)]
        titles = group_titles(table, columns)
        return [(title, table[titles == title]) for title in titles.unique()]


def group_titles(table, columns):
    """For each row, the short labels of these columns, those with one value left out."""
    varied = [name for name in columns if table[name].nunique() > 1]
    labels = [table[name].map(short_labels(table[name].unique())) for name in varied]
    if not labels:
        return pd.Series("", index=table.index)
    return pd.concat(labels, axis=1).agg(", ".join, axis=1)


def known_column(table, name, numeric=False):
    """The name, if the table has such a column (of numbers); PlotError with the nearest
    otherwise."""
    if name not in table.columns:
        raise PlotError(f"{table.attrs['name']}: no column '{name}'; "
                        + suggestion(name, table.columns))
    if numeric and not pd.api.types.is_numeric_dtype(table[name].dtype):
        raise PlotError(f"{table.attrs['name']}: column '{name}' holds no numbers")
    return name


def filled(table, column):
    """The rows with a value; PlotError without one."""
    found = table[table[column].notna()]
    if found.empty:
        raise PlotError(f"column '{column}' is empty in every row asked for; docs/outputs.md says "
                        "when")
    return found


def in_order(table, axis, whole):
    """The axis' values in some rows, in the order of the whole table."""
    there = set(table[axis])
    return [value for value in whole[axis].unique() if value in there]


def suggestion(name, known):
    """The nearest of the known names, or all; ends of intervals go without saying."""
    known = [one for one in known if not (one.endswith(("_lo", "_hi")) and one[:-3] in set(known))]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return "did you mean " + " or ".join(near) + "?" if near else "there are " + ", ".join(known)


def as_text(value):
    """As it stands in the CSV: true, 5, GB."""
    text = str(value)
    return text.lower() if text in ("True", "False") else text


def short_labels(values, limit=26):
    """{label: a short one}: `[a, b, c, d]` becomes `[a, …, d]` where they stay different."""
    def shorten(label):
        parts = label.split(", ")
        if len(label) <= limit:
            return label
        if len(parts) > 2:
            return ", ".join((parts[0], "…", parts[-1]))
        return label[:limit // 2] + "…" + label[-limit // 2 + 1:]

    found = {label: shorten(label) for label in values}
    return found if len(set(found.values())) == len(found) else {label: label for label in values}
