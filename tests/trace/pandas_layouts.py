"""What pandas reads from samples of layouts of which no real file is at hand: JSON to stdout, for test_pandas_layouts.cpp.

Takes the folder tests/data/traces. Each entry is an import and all of its values: g/kWh by UTC start, or the times of requests.
Nothing here shares code with Cadis. Exit code 77 where pandas is absent.
"""
import json
import pathlib
import sys

try:
    import pandas
except ImportError:
    sys.exit(77)

root = pathlib.Path(sys.argv[1])
START = pandas.Timestamp("2024-12-01")
start = {"start": "2024-12-01T00:00:00Z"}
entries = []


def written(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def expect(name, options, series):
    """Values by their UTC start, or instants."""
    entry = {"file": name, "options": options}
    if pandas.api.types.is_datetime64_any_dtype(series):
        entry["times"] = [written(time.round("ms")) for time in series]
    else:
        index = pandas.to_datetime(series.index, utc=True).tz_localize(None)
        entry["values"] = {written(time): float(value) for time, value in zip(index, series)}
    entries.append(entry)


table = pandas.read_csv(root / "sgip.csv", index_col="timestamp")
expect("sgip.csv", {"column": "2.0"}, table["MOER version 2.0"] * 1000)
table = pandas.read_json(root / "sgip.json", convert_dates=False).set_index("point_time")
expect("sgip.json", {}, table["moer"].astype(float) * 1000)

for name, key in (("electricitymaps_history.json", "history"), ("electricitymaps_range.json", "data")):
    table = pandas.DataFrame(json.loads((root / name).read_text())[key]).set_index("datetime")
    expect(name, {}, table["carbonIntensity"].sort_index())

answer = json.loads((root / "energy_charts.json").read_text())
series = pandas.Series(answer["co2eq"], index=pandas.to_datetime(answer["unix_seconds"], unit="s"), dtype=float)
expect("energy_charts.json", {"column": "unknown"}, series.dropna())

rows = pandas.DataFrame(json.loads((root / "eia_api.json").read_text())["response"]["data"])
rows["value"] = pandas.to_numeric(rows["value"])
mwh = rows.pivot(index="period", columns="fueltype", values="value")
mwh.index = pandas.to_datetime(mwh.index, format="%Y-%m-%dT%H") - pandas.Timedelta("1h")  # ERCO's labels are ends
expect("eia_api.json", {"factors": "ipcc-ar5-lifecycle"}, (mwh["NG"] * 490 + mwh["NUC"] * 12) / (mwh["NG"] + mwh["NUC"]))

seconds = pandas.read_json(root / "qwen_bailian.jsonl", lines=True, convert_dates=False)["timestamp"]
expect("qwen_bailian.jsonl", start, START + pandas.to_timedelta(seconds, unit="s"))
for name in ("burstgpt.csv", "burstgpt_sessions.csv"):
    expect(name, start, START + pandas.to_timedelta(pandas.read_csv(root / name)["Timestamp"], unit="s"))
times = pandas.to_datetime(pandas.read_csv(root / "azure_llm_2024.csv")["TIMESTAMP"].str.replace(r"(:\d\d)\+", r"\1.0+", regex=True), utc=True)
expect("azure_llm_2024.csv", {}, times.dt.tz_localize(None))

json.dump(entries, sys.stdout)
