"""The statistics of a trace by pandas, as `cadis trace describe --csv` prints them: figure,value."""
import sys

import pandas as pd

table = pd.read_csv(sys.argv[1])
column = table.columns[1]
series = pd.Series(table[column].to_numpy(float), index=pd.to_datetime(table["timestamp_utc"]))
unit = column
quantiles = {"min": 0, "p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95, "max": 1}
figures = {f"mean_{unit}": series.mean(), f"std_{unit}": series.std(ddof=0)}
figures |= {f"{name}_{unit}": series.quantile(share) for name, share in quantiles.items()}
step_s = (series.index[1] - series.index[0]).total_seconds()
days = series.groupby(series.index.floor("D"))
days = days.agg(["min", "max", "mean", "count"])[lambda t: t["count"] == 86400 / step_s]
figures["daily_swing"] = ((days["max"] - days["min"]) / days["mean"])[days["mean"] > 0].mean()
figures["daily_max_min_ratio"] = (days["max"] / days["min"])[days["min"] > 0].mean()
about = series.to_numpy() - series.mean()
for hours in (1, 24):
    lag = int(hours * 3600 / step_s)
    figures[f"acf_lag{hours}h"] = (about[lag:] * about[:-lag]).sum() / (about * about).sum()
for name, value in figures.items():
    print(f"{name},{float(value)!r}")
