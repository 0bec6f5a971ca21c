"""Carbon traces, published series of one constant step, and their index carbon.csv."""

import pandas as pd

from derivation.files import emptied, write_csv
from derivation.published_series import read_all

MINUTE = pd.Timedelta("1min")
ISO = "%Y-%m-%dT%H:%M:%SZ"


def write(carbon, out):
    """Writes carbon/NAME.csv and carbon.csv below `out`."""
    folder = emptied(out / "carbon")
    rows = []
    for series in read_all(carbon):
        check_values(series)
        step = step_of(series)
        table = series.values.rename_axis("timestamp_utc").reset_index()
        table["timestamp_utc"] = table["timestamp_utc"].dt.strftime(ISO)
        write_csv(table, folder / f"{series.name}.csv")
        rows += [index_row(series, column, step) for column in series.values]
    write_csv(pd.DataFrame(rows).sort_values("name"), out / "carbon.csv")


def step_of(series):
    """The one step from row to row."""
    steps = series.values.index.to_series().diff().iloc[1:].unique()
    if len(steps) != 1 or steps[0] <= pd.Timedelta(0):
        raise SystemExit(f"{series.path}: expected one step from row to row, found "
                         f"{[str(pd.Timedelta(step)) for step in steps]}")
    return pd.Timedelta(steps[0])


def check_values(series):
    numbers = series.values.apply(pd.to_numeric, errors="coerce")
    wrong = ~(numbers.ge(0) & numbers.lt(float("inf"))).all(axis="columns")
    if wrong.any():
        raise SystemExit(f"{series.path}: expected values of 0 or more in every row, found "
                         f"{series.values[wrong].iloc[0].tolist()} at {wrong.idxmax()}")


def index_row(series, column, step):
    values = series.values[column].astype(float)
    start, end = values.index[0], values.index[-1] + step
    days = values.groupby(values.index.floor("D")).agg(["min", "max", "mean"])
    swing = ((days["max"] - days["min"]) / days["mean"]).mean()
    share = series.estimated_share
    return {
        "name": series.name + series.suffixes[column],
        "file": f"{series.name}.csv",
        "column": column,
        "zone": series.zone,
        "start": start.strftime(ISO),
        "end": end.strftime(ISO),
        "step_min": step // MINUTE,
        "kind": series.kinds[column],
        "mean_g_per_kwh": round(values.mean(), 2),
        "std_g_per_kwh": round(values.std(), 2),
        "min_g_per_kwh": round(values.min(), 2),
        "max_g_per_kwh": round(values.max(), 2),
        "daily_swing": round(swing, 4),
        "steps": len(values),
        "repaired_steps": series.repaired_steps,
        "estimated_share": None if share is None else round(share, 3),
        "accounting": "average",
        "basis": series.basis,
        "stamps": series.stamps,
        "source": series.source,
        "source_sha256": series.source_sha256,
        "licence": series.licence,
        "attribution": series.attribution,
    }
