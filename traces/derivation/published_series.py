"""Reads the published carbon series that are shipped as traces; values stay the texts they are."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

YEAR = 2023  # the last Electricity Maps year stated to be ODbL, and the year of NESO's files


@dataclass(frozen=True)
class PublishedSeries:
    """What becomes one file of carbon/: a text per step, by column, at the start of the step (UTC).

    `kinds` says what each column counts, `suffixes` what it adds to the file's name to be found by.
    """
    name: str
    zone: str
    values: pd.DataFrame
    kinds: dict
    suffixes: dict
    repaired_steps: int
    estimated_share: float | None  # of the rows, by the publisher's own flag; None without one
    basis: str
    stamps: str
    series: str
    path: Path
    licence: str
    attribution: str

    @property
    def source(self):
        return f"{self.series}: {self.path.name}"

    @property
    def source_sha256(self):
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def read_all(carbon):
    """Every series, of a folder carbon/ as derive.py says."""
    zones = sorted((carbon / "electricitymaps").glob(f"*_{YEAR}_hourly.csv"))
    if not zones:
        raise SystemExit(f"{carbon / 'electricitymaps'}: no file ZONE_{YEAR}_hourly.csv")
    return [*map(electricity_maps, zones), neso_national(carbon / "neso"),
            neso_south_west_england(carbon / "neso")]


def electricity_maps(path):
    zone = path.name.removesuffix(f"_{YEAR}_hourly.csv")
    table = read_texts(path)
    direct, = [title for title in table if title.endswith("(direct)")]
    life_cycle, = [title for title in table if title.endswith("(LCA)")]
    values = table[[direct, life_cycle]].set_axis(
        ["direct_g_per_kwh", "life_cycle_g_per_kwh"], axis="columns")
    values.index = pd.to_datetime(table["Datetime (UTC)"])
    if not values.index.equals(steps_of_year("1h")):
        raise SystemExit(f"{path}: expected every hour of {YEAR}, in order, found {len(values)} "
                         f"rows from {values.index[0]} to {values.index[-1]}")
    late = f"; looks half an hour late against GB.neso-{YEAR}-direct" if zone == "GB" else ""
    return PublishedSeries(
        name=f"{zone}-{YEAR}", zone=zone, values=values,
        kinds={"direct_g_per_kwh": "direct", "life_cycle_g_per_kwh": "life-cycle"},
        suffixes={"direct_g_per_kwh": "-direct", "life_cycle_g_per_kwh": "-life-cycle"},
        repaired_steps=0, estimated_share=(table["Data Estimated"] == "true").mean(),
        basis="consumption-based, flow-traced", stamps=f"start of the hour (UTC){late}",
        series="Electricity Maps portal CSV", path=path,
        licence="ODbL-1.0", attribution="Electricity Maps")


def neso_national(folder):
    """The year's `actual`; what is missing, empty or 0 takes the value 24 h before, as
    `cadis trace import --format neso --column actual --repair same-hour-yesterday` does."""
    path = folder / f"neso_{YEAR}_national_intensity.csv"
    table = read_texts(path)
    start = pd.to_datetime(table["from"], utc=True).dt.tz_localize(None)
    # The API publishes whole grams; ".0" came in when the answers were flattened.
    actual = table["actual"].str.removesuffix(".0").set_axis(start)
    known = actual.where(~actual.isin(["", "0"])).reindex(steps_of_year("30min"))
    filled = known.groupby(known.index.time).ffill()  # by half hour of the day: from day to day
    return PublishedSeries(
        name=f"GB.neso-{YEAR}", zone="GB", values=filled.to_frame("g_per_kwh"),
        kinds={"g_per_kwh": "direct"}, suffixes={"g_per_kwh": "-direct"},
        repaired_steps=int(known.isna().sum()), estimated_share=None,
        basis="consumption-based, with imports and losses", stamps="start of the half hour (UTC)",
        series="NESO GB Carbon Intensity API, national actual", path=path,
        licence="CC-BY-4.0",
        attribution="National Energy System Operator (NESO), Carbon Intensity API")


def neso_south_west_england(folder):
    path = folder / "neso_regional_2023-06_south_west_england.csv"
    table = read_texts(path).set_index("datetime")
    table.index = pd.to_datetime(table.index)
    return PublishedSeries(
        name="GB-SWE-2023-06", zone="GB-SWE",
        values=table.rename(columns={"South West England": "g_per_kwh"}),
        kinds={"g_per_kwh": "direct"}, suffixes={"g_per_kwh": ""},
        repaired_steps=0, estimated_share=None,
        basis="consumption-based, modelled flows between regions",
        stamps="start of the half hour; no zone in the file, UTC inferred",
        series="NESO Regional Carbon Intensity Forecast, South West England", path=path,
        licence="NESO Open Data Licence v1.0",
        attribution="Supported by National Energy SO Open Data")


def steps_of_year(step):
    return pd.date_range(f"{YEAR}-01-01", f"{YEAR + 1}-01-01", freq=pd.Timedelta(step),
                         inclusive="left")


def read_texts(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
