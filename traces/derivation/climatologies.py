"""Carbon climatologies, figures by month and hour, and their index climatologies.csv."""

import pandas as pd

from derivation.files import emptied, write_csv

LAST_YEAR = 2023  # the last Electricity Maps year stated to be ODbL; later ones carry other terms
CELLS = 12 * 24
LEAST_DAYS = 20  # a month-hour cell with fewer days says little about that month
KEY = ["region", "year"]
FIGURES = ["mean", "std", "min", "max"]
ROWS = pd.MultiIndex.from_product([range(1, 13), FIGURES], names=["month", "figure"])
KINDS = {"lca": "life-cycle", "direct": "direct"}
# Source prefix -> what later sources add to their zone; the order is who gets the plain name.
PRECEDENCE = {"em": "", "neso": ".neso", "cc": ".carboncast", "eia": ".eia", "lwa": ".lwa"}


def write(carbon, out):
    """Writes climatology/NAME.csv and climatologies.csv below `out`."""
    cells = month_hour_cells(carbon)
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
