"""What the paper study found: its CSVs, by grid, span and pool, and how figures are written."""
from pathlib import Path

import pandas as pd

RULE = "heuristic-trailing"
PAPERS_GRID = "GB-SWE"
VS_LARGE, VS_BLIND = "cee_gain_vs_static_large_pct", "cee_gain_vs_blind_pct"
VS_MIX = "carbon_cut_vs_static_mix_pct"
CUTS = {"cut vs blind, %": "carbon_cut_vs_blind_pct", "cut vs static-mix, %": VS_MIX,
        "gap to oracle, %": "carbon_gap_to_oracle_pct"}
SPANS = {"june": "June 2023", "year": "2023"}


def read(folder, name):
    """A study's table with the columns `grid` and `models`, the number of models in the pool."""
    table = pd.read_csv(Path(folder) / name)
    table = table.rename(columns={"named_cell": "grid", "carbon": "grid"})
    table["models"] = table["pool"].str.contains("resnet18").map({True: 5, False: 4})
    return table


def read_all(folders):
    """Every comparison of every study: {(series, span): folder}, both in front."""
    parts = [read(folder, "comparisons.csv").assign(span=span, series=series)
             for (series, span), folder in folders.items() if folder]
    return pd.concat(parts, ignore_index=True)


def select(table, **wanted):
    """The one row with these values; None where there is none."""
    found = table
    for column, value in wanted.items():
        found = found[found[column] == value]
    return None if found.empty else found.iloc[0]


def other_grids(rows):
    """Without the paper's own grid, and each grid once: at its own step."""
    names = rows["grid"]
    return rows[~(names.str.startswith(PAPERS_GRID) | names.str.endswith(".hourly"))]


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---" + "|---:" * (len(header) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def signed(row, column):
    """A figure, and the half width of its 95 % interval, where it has one."""
    if row is None or column not in row or pd.isna(row[column]):
        return ""
    half = row[column + "_hi"] - row[column]
    return f"{row[column]:+.1f}" + ("" if pd.isna(half) else f" ± {half:.1f}")


def is_below_zero(rows, column):
    """Rows whose whole 95 % interval is negative."""
    return rows[column + "_hi"] < 0


def extremes(rows, column):
    """`+33 % (ZA) to +86 % (CA-ON)`."""
    low, high = rows.loc[rows[column].idxmin()], rows.loc[rows[column].idxmax()]
    return f"{low[column]:+.0f} % ({low['grid']}) to {high[column]:+.0f} % ({high['grid']})"
