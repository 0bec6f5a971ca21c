"""What pandas reads from the real request files: JSON to stdout, for test_real_requests.cpp.

Takes the folder traces/requests. Each entry is an import and what must come of it: the number of steps or requests, their sum, and
single values by position. Nothing here shares code with Cadis. Exit code 77 where pandas is absent.
"""
import json
import pathlib
import sys

try:
    import pandas
except ImportError:
    sys.exit(77)

root = pathlib.Path(sys.argv[1])
START = pandas.Timestamp("2023-06-01")
entries = []


def positions(series):
    return sorted({0, 1, len(series) // 3, len(series) // 2, len(series) - 1})


def utc(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}"


def expect(file, options, series, format="auto", repair="fail", missing=0):
    """Counts by UTC start, or times of requests (a series of instants)."""
    entry = {"file": str(file.relative_to(root)), "format": format, "options": options, "repair": repair, "size": len(series), "missing": missing}
    if pandas.api.types.is_datetime64_any_dtype(series):
        times = series.dt.round("ms")
        entry["times"] = {str(i): utc(times.iloc[i]) for i in positions(times)}
    else:
        entry["sum"] = int(series.sum())
        entry["counts"] = {str(i): int(series.iloc[i]) for i in positions(series)}
        entry["first"] = utc(series.index[0])
    entries.append(entry)


def steps(counts, frequency, start=START):
    return pandas.Series(list(counts), index=pandas.date_range(start, periods=len(counts), freq=frequency))


start = {"start": "2023-06-01T00:00:00Z"}
file = root / "azure_functions" / "format_invocations.csv"
table = pandas.read_csv(file)
minutes = [str(i) for i in range(1, 1441)]
expect(file, start, steps(table[minutes].sum(), "1min"))
for function in table["HashFunction"].unique():
    expect(file, {**start, "function": function}, steps(table[table["HashFunction"] == function][minutes].sum(), "1min"))

file = root / "azure_functions" / "AzureFunctionsInvocationTrace2021_first200.csv"
table = pandas.read_csv(file)
expect(file, start, START + pandas.to_timedelta(table["end_timestamp"] - table["duration"], unit="s"))

for name in ("code", "conv"):
    file = root / "azure_llm_2023" / f"AzureLLMInferenceTrace_{name}.csv"
    expect(file, {"zone": "UTC"}, pandas.read_csv(file, parse_dates=["TIMESTAMP"])["TIMESTAMP"])

file = root / "mooncake" / "conversation_trace.jsonl"
expect(file, start, START + pandas.to_timedelta(pandas.read_json(file, lines=True, convert_dates=False)["timestamp"], unit="ms"))

bare = {"azure_functions/azure_functions_one_day_per_minute.txt": "1 min", "wikipedia/wikipedia-workload-data.csv": "1 h",
        "twitter/twitter_2021-08_per_second_first2days.txt": "1 s"}
for name, step in bare.items():
    counts = [int(word) for word in (root / name).read_text().replace(",", " ").split()]
    expect(root / name, {**start, "step": step}, steps(counts, step.replace(" ", "")), "counts")

columns = {"time-column": "minute", "value-column": "requests", "time-unit": "min"}
file = root / "twitter" / "twitter_2021-08_per_minute.csv"
table = pandas.read_csv(file)
expect(file, {**columns, **start}, steps(table["requests"], "1min"), "counts-csv")
hole = table["in_daily_hole"] == 1
filled = table["requests"].where(~hole).ffill()
expect(file, {**columns, **start, "missing-column": "in_daily_hole"}, steps(filled, "1min"), "counts-csv", "hold", int(hole.sum()))

columns = {"time-column": "local_time", "value-column": "requests", "time-unit": "date", "zone": "Etc/GMT+4"}
file = root / "nasa" / "nasa_http_1995_per_minute.csv"
table = pandas.read_csv(file, parse_dates=["local_time"], index_col="local_time")["requests"]
table.index += pandas.Timedelta("4h")
full = table.resample("1min").asfreq()
expect(file, columns, full.ffill(), "counts-csv", "hold", int(full.isna().sum()))

columns = {"time-column": "hour", "value-column": "requests", "time-unit": "date", "zone": "UTC"}
file = root / "alibaba_gentd26" / "gentd26_hourly_counts.csv"
table = pandas.read_csv(file, parse_dates=["hour"], index_col="hour")["requests"]
expect(file, columns, table, "counts-csv")
expect(file, {**columns, "step": "1 d"}, table.resample("1D").sum()[1:-1], "counts-csv")  # days that are whole

json.dump(entries, sys.stdout)
