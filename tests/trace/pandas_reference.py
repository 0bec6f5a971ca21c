"""What pandas reads from the real carbon files: JSON to stdout, for test_real_files.cpp.

Takes the folder traces/carbon. Each entry is an import and what must come of it: rows (steps with a value), sum and single
values by UTC start. Nothing here shares code or rules with Cadis but the meaning of the files. Exit code 77 where pandas is absent.
"""
import json
import pathlib
import sys

try:
    import pandas
except ImportError:
    sys.exit(77)

root = pathlib.Path(sys.argv[1])
IPCC = {"coal": 820, "gas": 490, "oil": 650, "nuclear": 12, "hydro": 24, "solar": 48, "wind": 11, "other": 700, "biomass": 230,
        "coal-gas": 490, "oil-shale": 820, "peat": 820, "waste": 230, "other-renewable": 700, "geothermal": 38}
entries = []


def expect(file, options, series, step_s, repair=""):
    """A series by UTC start; its nan are the steps that a repair must fill (`linear`: compared with pandas' own line)."""
    full = series.sort_index()
    full = full.reindex(pandas.date_range(full.index[0], full.index[-1], freq=f"{step_s}s"))
    missing = int(full.isna().sum())
    if repair == "linear":
        full = full.interpolate(method="linear")
    spots = {full.index[i].strftime("%Y-%m-%dT%H:%M:%SZ"): float(full.iloc[i]) for i in {0, 1, len(full) // 3, len(full) // 2, len(full) - 1}}
    entries.append({"file": str(file.relative_to(root)), "options": options, "steps": len(full), "missing": missing, "sum": float(full.sum()),
                    "step_s": step_s, "spots": spots, "repair": repair or "fail"})


def utc(text):
    return pandas.to_datetime(text, utc=True).dt.tz_localize(None)


def shift(times, zone):
    """EIA's hour labels."""
    hour = pandas.Timedelta("1h")
    if zone == "PJM":
        return times
    if zone == "CISO":
        return times.where(times < pandas.Timestamp("2022-06-16 07:00"), times - hour)
    return times - hour


def unique(series):
    """An hour given twice with two values has none."""
    values = series.groupby(level=0).agg(["first", "nunique"])
    return values["first"].where(values["nunique"] < 2)


for file in sorted((root / "electricitymaps").glob("*.csv")):
    table = pandas.read_csv(file)
    table.index = utc(table["Datetime (UTC)"])
    for kind, mark in (("direct", "(direct)"), ("lifecycle", "(LCA)")):
        column = next(title for title in table if mark in title)
        expect(file, {"column": kind}, table[column], 3600)

for file in sorted((root / "carboncast").glob("*.csv")):
    zone = file.name.split("_")[0]
    table = pandas.read_csv(file)
    times = utc(table["UTC time"])
    is_american = zone in ("CISO", "ERCO", "PJM")
    series = table["carbon_intensity"].set_axis(shift(times, zone) if is_american else times)
    expect(file, {"zone": zone, "column": file.name.split("_")[1]}, unique(series), 3600, "linear" if zone == "CISO" else "")

for file in sorted((root / "eia_fuelmix").glob("*.csv")):
    zone = file.name.split("_")[0]
    table = pandas.read_csv(file)
    series = unique(table["avg_CI"].set_axis(shift(utc(table["timestamp"]), zone)))
    expect(file, {"zone": zone}, series, 3600, "linear")

file = root / "neso" / "neso_2023_national_intensity.csv"
table = pandas.read_csv(file)
table.index = utc(table["from"])
expect(file, {"column": "forecast"}, table["forecast"].astype(float), 1800, "linear")
expect(file, {"column": "actual"}, table["actual"].where(table["actual"] != 0), 1800, "linear")

file = root / "neso" / "neso_regional_2023-06_south_west_england.csv"
table = pandas.read_csv(file, index_col="datetime", parse_dates=True)
expect(file, {}, table["South West England"], 1800)

file = root / "letswaitawhile" / "ger_ci.csv"
table = pandas.read_csv(file, index_col="Time", parse_dates=True)
expect(file, {}, table["Carbon Intensity"], 900, "linear")
file = root / "letswaitawhile" / "gb_ci.csv"
table = pandas.read_csv(file, index_col="Time", parse_dates=True)
expect(file, {"step": "30 min"}, table["Carbon Intensity"].resample("30min").mean(), 1800)

file = root / "eia930" / "balance_2020_Jul_Dec_excerpt.csv"
table = pandas.read_csv(file, thousands=",")
times = pandas.to_datetime(table["UTC Time at End of Hour"], format="%m/%d/%Y %I:%M:%S %p") - pandas.Timedelta("1h")
mw = {"coal": "Coal", "gas": "Natural Gas", "hydro": "Hydropower and Pumped Storage", "other": "Other Fuel Sources"}
power = table[[f"Net Generation (MW) from {title}" for title in mw.values()]].to_numpy()
grams = power @ [IPCC[fuel] for fuel in mw]
expect(file, {"factors": "ipcc-ar5-lifecycle"}, pandas.Series(grams / power.sum(axis=1), index=times), 3600)

file = root / "entsoe" / "SE_2023_actual_generation_per_type_cet.csv"
table = pandas.read_csv(file)
clock = pandas.to_datetime(table["MTU"].str[:16], format="%d.%m.%Y %H:%M")
mw = {"gas": "Fossil Gas", "hydro": "Hydro Water Reservoir", "nuclear": "Nuclear", "other": "Other", "solar": "Solar", "wind": "Wind Onshore"}
power = table[[f"{title} - Actual Aggregated [MW]" for title in mw.values()]]
is_there = ~power.isna().any(axis=1) & (power != "-").all(axis=1)
power = power.replace({"n/e": 0, "-": 0}).fillna(0).astype(float).clip(lower=0)
grams = (power.to_numpy() @ [IPCC[fuel] for fuel in mw]) / power.sum(axis=1)
times = clock.dt.tz_localize("Europe/Stockholm", ambiguous="infer", nonexistent="NaT")
keep = times.notna()
series = pandas.Series(grams.where(is_there)[keep].to_numpy(), index=times[keep].dt.tz_convert("UTC").dt.tz_localize(None))
expect(file, {"factors": "ipcc-ar5-lifecycle"}, series, 3600, "linear")

json.dump(entries, sys.stdout)
