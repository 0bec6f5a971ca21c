"""Pandas' scores of simple forecasts of a carbon trace, for test_describe.cpp: CSV to stdout. Exit code 77 where pandas is absent.

usage: forecast_scores.py TRACE.csv persistence|same-hour-yesterday|climatology|VINTAGES.csv HORIZON_HOURS [CLIMATOLOGY.csv]
"""
import sys

try:
    import numpy
    import pandas
except ImportError:
    sys.exit(77)

trace, method, hours = sys.argv[1], sys.argv[2], int(sys.argv[3])
truth = pandas.read_csv(trace, parse_dates=["timestamp_utc"], index_col="timestamp_utc")["g_per_kwh"]
day = 24

if method == "climatology":
    table = pandas.read_csv(sys.argv[4]).query("figure == 'mean'").set_index("month").filter(like="h")
    means = pandas.Series([table.loc[t.month, f"h{t.hour:02}"] for t in truth.index], index=truth.index)
elif method.endswith(".csv"):
    vintages = pandas.read_csv(method, parse_dates=["issued_utc", "timestamp_utc"])
    issues = pandas.DataFrame({"now": truth.index}).sort_values("now")
    issues = pandas.merge_asof(issues, vintages[["issued_utc"]].drop_duplicates(), left_on="now", right_on="issued_utc").dropna()
    issued = vintages.merge(issues, on="issued_utc").set_index(["now", "timestamp_utc"])["g_per_kwh"]


def forecast(ahead):
    """Of every step, what was said of it so many hours before."""
    before = truth.shift(ahead)
    if method == "persistence":
        return before
    if method == "same-hour-yesterday":
        days = -(-ahead // day) * day
        return truth.shift(days).fillna(before)
    if method == "climatology":
        return means.where(before.notna())
    keys = pandas.MultiIndex.from_arrays([truth.index - pandas.Timedelta(hours=ahead), truth.index])
    return pandas.Series(issued.reindex(keys).to_numpy(), index=truth.index)


rows = []
for ahead in range(1, hours + 1):
    error = (forecast(ahead) - truth).dropna()
    real = truth[error.index]
    relative = error.abs()[real > 0] / real[real > 0]
    rows.append([ahead, len(error), error.mean(), error.abs().mean(), numpy.sqrt((error**2).mean()), 100 * relative.mean(), (real == 0).sum()])
columns = ["horizon_h", "forecasts", "bias_g_per_kwh", "mae_g_per_kwh", "rmse_g_per_kwh", "mape_pct", "zero_steps"]
pandas.DataFrame(rows, columns=columns).to_csv(sys.stdout, index=False)
