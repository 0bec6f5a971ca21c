#!/usr/bin/env python3
"""Derive the shipped carbon climatologies and request profiles from a folder of gathered traces.

    python3 traces/derive.py --from DIR

DIR holds carbon/ (climatology.csv, summary.csv, regions.csv, electricitymaps/*_hourly.csv) and
requests/ (wikipedia/, twitter/, nasa/, azure_functions/). Beside this script it writes

    climatology/NAME.csv, climatologies.csv    carbon intensity by month and hour, and its index
    requests/NAME.csv, requests.csv            request rate by hour of day, and its index

The same DIR gives the same bytes. Only derived figures are written: the raw files are not shipped.
README.md says what the columns mean and where the figures come from.
"""

import argparse
from pathlib import Path

import pandas as pd

LAST_YEAR = 2023  # the last Electricity Maps year stated to be ODbL; later ones carry other terms
CELLS = 12 * 24
LEAST_DAYS = 20  # a month-hour cell with fewer days says little about that month
KEY = ["region", "year"]
FIGURES = ["mean", "std", "min", "max"]
ROWS = pd.MultiIndex.from_product([range(1, 13), FIGURES], names=["month", "figure"])
KINDS = {"lca": "life-cycle", "direct": "direct"}
# Source prefix -> what later sources add to their zone; the order is who gets the plain name.
PRECEDENCE = {"em": "", "neso": ".neso", "cc": ".carboncast", "eia": ".eia", "lwa": ".lwa"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, required=True, metavar="DIR",
                        help="folder with carbon/ and requests/")
    source = parser.parse_args().source
    out = Path(__file__).resolve().parent
    cells = month_hour_cells(source / "carbon")
    write_climatologies(cells, source / "carbon", out)
    write_profiles(source / "requests", out)


# Carbon

def month_hour_cells(carbon):
    """Long table (region, year, month, hour, FIGURES, n) of the complete region-years."""
    ready = pd.read_csv(carbon / "climatology.csv")
    cells = pd.concat([ready, direct_cells(carbon / "electricitymaps")], ignore_index=True)
    cells = cells[cells["year"] <= LAST_YEAR]
    if cells.duplicated(KEY + ["month", "hour"]).any():
        raise SystemExit("climatology.csv: a month-hour cell appears twice")
    return cells.groupby(KEY).filter(lambda c: len(c) == CELLS and c["n"].min() >= LEAST_DAYS)


def direct_cells(folder):
    """Month-hour cells of the direct intensity in the yearly Electricity Maps files.

    climatology.csv carries the life-cycle series of these zones only. Computed the same way
    (sample standard deviation), so the life-cycle column gives the cells of climatology.csv.
    """
    parts = []
    for path in sorted(folder.glob("*_hourly.csv")):
        zone, year = path.name[:-len("_hourly.csv")].rsplit("_", 1)
        table = pd.read_csv(path, parse_dates=["Datetime (UTC)"])
        value, = [column for column in table if column.endswith("(direct)")]
        start = table["Datetime (UTC)"].dt
        cells = table.groupby([start.month.rename("month"), start.hour.rename("hour")])[value].agg(
            FIGURES + ["count"])
        cells = cells.rename(columns={"count": "n"}).reset_index()
        parts.append(cells.assign(region=f"em-direct/{zone}", year=int(year)))
    return pd.concat(parts, ignore_index=True)


def write_climatologies(cells, carbon, out):
    summary = pd.read_csv(carbon / "summary.csv", dtype=str).astype({"year": int})
    regions = pd.read_csv(carbon / "regions.csv", dtype=str, keep_default_na=False)
    regions = regions.rename(columns={"kind": "published_kind", "repo": "repository"})
    wanted = cells[KEY].drop_duplicates()
    index = wanted.merge(summary, on=KEY, validate="1:1")
    index = index.merge(regions, on="region", validate="m:1")
    if len(index) != len(wanted):
        raise SystemExit("climatology.csv: a region-year is not in summary.csv or regions.csv")
    index = named(index)

    folder = emptied(out / "climatology")
    for row in index.itertuples():
        one = cells[(cells["region"] == row.region) & (cells["year"] == row.year)]
        wide = one.set_index(["month", "hour"])[FIGURES].rename_axis(columns="figure")
        wide = wide.stack().unstack("hour").reindex(ROWS)
        wide = wide.rename(columns="h{:02}".format)
        write_csv(wide.reset_index(), folder / f"{row.name}.csv", float_format="%.2f")

    in_grams = FIGURES + ["ar1_resid_std", "deseason_std"]
    index = index.rename(columns={"n_hours": "hours"})[
        ["name", "zone", "year", "kind", *FIGURES, "daily_swing", "acf_lag1h", "acf_lag24h",
         "ar1_phi", "ar1_resid_std", "deseason_std", "hours", "estimated_share", "accounting",
         "source", "repository", "licence", "attribution", "label"]]
    index = index.rename(columns={figure: f"{figure}_g_per_kwh" for figure in in_grams})
    write_csv(index, out / "climatologies.csv")


def named(index):
    """The joined rows with name, zone, kind, accounting, attribution and label, sorted by name."""
    parts = index["region"].str.extract(r"^(?P<source>\w+)-(?P<kind>\w+)/(?P<zone>.+)$")
    index["zone"] = parts["zone"]
    index["kind"] = parts["kind"].map(KINDS)
    # The published kind ends in ", life-cycle" or ", direct", which has a column of its own.
    index["accounting"] = index["published_kind"].str.rsplit(", ", n=1).str[0]
    index["attribution"] = [attribution(source, licence)
                            for source, licence in zip(parts["source"], index["licence"])]
    index["label"] = [label(*row) for row in zip(index["label"], index["shift"], index["zone"])]

    rank = parts["source"].map(list(PRECEDENCE).index)
    wanted = [parts["zone"], index["year"], parts["kind"]]
    is_first = rank == rank.groupby(wanted).transform("min")
    suffix = parts["source"].map(PRECEDENCE).mask(is_first, "")
    index["name"] = (parts["zone"] + suffix + "-" + index["year"].astype(str)
                     + parts["kind"].map({"lca": "", "direct": "-direct"}))
    if index["name"].duplicated().any():
        raise SystemExit("two climatologies would share a name")
    return index.sort_values("name", ignore_index=True)


def attribution(source, licence):
    if source == "em":
        return "Electricity Maps"
    if source == "neso":
        return "NESO"
    return "EIA" if "EIA" in licence else "ENTSO-E"


def label(published, shift, zone):
    """The time label of the series, and what was added to bring it to the start of the hour."""
    late = "; GB looks half-hour late"
    text = published if zone == "GB" else published.replace(late, "")
    return f"{text}; " + ("not shifted" if shift == "0" else f"shifted by {shift} h")


# Requests: every reader returns 24 hourly rates, 0 to 23, in any unit.

def wikipedia(folder):
    values = pd.read_csv(folder / "wikipedia/wikipedia-workload-data.csv", header=None).iloc[0]
    values = values.iloc[:21 * 24]  # three whole weeks, so that every weekday counts alike
    return values.groupby(values.index % 24).mean()


def twitter(folder):
    table = pd.read_csv(folder / "twitter/twitter_2021-08_per_minute.csv")
    table = table[(table["in_daily_hole"] == 0) & (table["requests"] > 0)]
    day, hour = table["minute"] // 1440, table["minute"] % 1440 // 60
    of_day = table["requests"].groupby([day.rename("day"), hour.rename("hour")]).median()
    return of_day.groupby("hour").median()


def nasa(folder):
    table = pd.read_csv(folder / "nasa/nasa_http_1995_per_minute.csv", parse_dates=["local_time"])
    day = table["local_time"].dt.normalize()
    is_whole = day.map(day.value_counts()) == 1440
    has_outage = day.between("1995-08-01", "1995-08-03")
    table = table[is_whole & ~has_outage]
    hour = table["local_time"].dt.hour.rename("hour")
    return table["requests"].groupby([day.rename("day"), hour]).mean().groupby("hour").median()


def azure_functions(folder):
    counts = pd.read_csv(folder / "azure_functions/azure_functions_one_day_per_minute.txt",
                         header=None).iloc[0]
    return counts.groupby(counts.index // 60).mean()


# name, reader, hours_are, days_used, source, repository, licence, note
PROFILES = [
    ("azure-functions", azure_functions, "unknown", 1,
     "Azure Functions invocations, one day, counts per minute", "umassos/SLO-Power", "MIT",
     "Mean of the 60 minutes of each hour. One day, so nothing could be averaged over days: the "
     "burst in hour 16 is that day's and sets the peak."),
    ("nasa", nasa, "local (UTC-4)", 55,
     "NASA web server log, July and August 1995, counts per minute",
     "reconfigurable-ml-pipeline/web-service-datasets", "none stated; old public archive trace",
     "Mean of each hour, then median over whole days. Left out: 28-31 July (missing) and "
     "1-3 August (outage)."),
    ("twitter", twitter, "unknown", 22,
     "Twitter, August 2021, counts per minute",
     "reconfigurable-ml-pipeline/web-service-datasets", "none stated; counts only",
     "Median minute of each hour, then median over days, which removes the bursts of a few minutes "
     "about every two hours. Left out: the daily hole 23:31-23:59 and minutes of 0, so hour 23 "
     "rests on 31 minutes."),
    ("wikipedia", wikipedia, "unknown (hour 0 is the first value of the series)", 21,
     "German Wikipedia, hourly, scaled by the authors to 10-50", "umassos/PADS", "MIT",
     "Mean over three whole weeks of the 25 days. The shape is real; the scaling may have changed "
     "the depth of the night."),
]


def write_profiles(folder, out):
    profiles = emptied(out / "requests")
    rows = []
    for name, read, hours_are, days_used, source, repository, licence, note in PROFILES:
        rates = read(folder)
        if list(rates.index) != list(range(24)):
            raise SystemExit(f"{name}: not every hour of the day has values")
        relative = (rates / rates.mean()).round(6)
        table = pd.DataFrame({"hour": range(24), "relative_rate": relative})
        write_csv(table, profiles / f"{name}.csv", float_format="%.6f")
        rows.append({"name": name, "hours_are": hours_are, "days_used": days_used,
                     "peak_to_mean": f"{relative.max():.3f}", "source": source,
                     "repository": repository, "licence": licence, "note": note})
    write_csv(pd.DataFrame(rows), out / "requests.csv")


# Files

def emptied(folder):
    """The folder, without the CSV files of an earlier run."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    return folder


def write_csv(table, path, **options):
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", **options)


if __name__ == "__main__":
    main()
