"""Request profiles, relative request rate by hour of day, and their index requests.csv."""

import pandas as pd

from derivation.files import emptied, write_csv


# Every reader returns 24 hourly rates, 0 to 23, in any unit.

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


def write(folder, out):
    """Writes requests/NAME.csv and requests.csv below `out`."""
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
