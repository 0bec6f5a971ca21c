#!/usr/bin/env python3
"""Measures what `cadis trace import` takes, by format: a year of 5-minute steps, and a file of 100 MB.

Files are made up: rows as each publisher writes them, so many as fit. Prints one CSV row per file: bytes, rows,
CPU seconds, seconds, MiB of memory at most, medians of three imports.
"""

import argparse
import csv
import datetime
import functools
import pathlib
import statistics
import sys
import tempfile
import time

import studies

ROOT = pathlib.Path(__file__).resolve().parents[2]
COLUMNS = ["format", "file", "bytes", "rows", "cpu_s", "wall_s", "peak_mib"]
START = datetime.datetime(2000, 1, 1)
YEAR = 365 * 24 * 12
FACTORS = ["--factors", "ipcc-ar5-lifecycle"]
MIDNIGHT = ["--start", "2023-06-01T00:00:00Z"]


def at(step, form, minutes=5):
    return (START + datetime.timedelta(minutes=minutes * step)).strftime(form)


def electricitymaps(i):
    return f"{at(i, '%Y-%m-%d %H:%M:%S')},Nowhere,Nowhere,XX,{100 + i % 400}.25,{150 + i % 400}.5,40.5,made up,false,\n"


def neso(i):
    return (f'{"," if i else ""}\n{{"from":"{at(i, "%Y-%m-%dT%H:%MZ")}","to":"{at(i + 1, "%Y-%m-%dT%H:%MZ")}",'
            f'"intensity":{{"forecast":{100 + i % 300},"actual":{101 + i % 300},"index":"moderate"}}}}')


def watttime(i):
    return f'{"," if i else ""}{{"point_time":"{at(i, "%Y-%m-%dT%H:%M:%S+00:00")}","value":{900 + i % 200}.5}}'


def entsoe(i):
    mtu = f"{at(i, '%d.%m.%Y %H:%M')} - {at(i + 1, '%d.%m.%Y %H:%M')} (UTC)"
    return f'"Nowhere (NW)","{mtu}","{500 + i % 900}","{3000 + i % 50}","{i % 800}","n/e"\n'


def entsoe_long(i):
    """15 minutes, and so a year, are three types."""
    begin, end = (at(i // 3 + more, "%d/%m/%Y %H:%M:%S (CET)", 15) for more in (0, 1))
    return f'"{begin} - {end}","BZN|NW","{("Fossil Gas", "Nuclear", "Solar")[i % 3]}","{500 + i % 900}.00"\n'


def carbon_aware_sdk(i):
    return (f'{"," if i else ""}\n  {{"Location": "nowhere", "Time": "{at(i, "%Y-%m-%dT%H:%M:%S+00:00")}", '
            f'"Rating": {100 + i % 300}.25, "Duration": "00:05:00"}}')


def eia930(i):
    end = at(i + 1, "%m/%d/%Y %I:%M:%S %p", 60)
    return f'AZPS,{end},"1,{i % 900:03}","2,{i % 800:03}",,{i % 700}\n'


def carboncast(i):
    return f"{i},{i},{100 + i % 400}.25,{at(i, '%Y-%m-%d %H:%M:%S+00:00', 60)},{500 + i % 900},{i % 700},12.5\n"


def eia_fuelmix(i):
    return f"{at(i + 1, '%Y-%m-%d %H:%M:%S+00:00', 60)},{i % 900},0,5,1,{500 + i % 300},100,2000,3,{300 + i % 99}.5\n"


def plain(i):
    return f"{at(i, '%Y-%m-%d %H:%M')},{100 + i % 400}.5\n"


def mooncake(i):
    return f'{{"timestamp": {100 * i}, "input_length": {i % 9000}, "output_length": 500, "hash_ids": [0, 1, {i}]}}\n'


@functools.lru_cache(maxsize=None)
def day_of_minutes(i):
    return ",".join(str(i * minute % 7 // 5) for minute in range(1440))


def azure_functions(i):
    return f"o{i % 97},a{i % 997},f{i},http,{day_of_minutes(i % 7)}\n"


def azure_functions_2021(i):
    return f"app{i % 97},func{i % 997},{i / 8},0.0625\n"


def azure_llm(i):
    return f"{(START + datetime.timedelta(milliseconds=100 * i)).strftime('%Y-%m-%d %H:%M:%S.%f')},374,44\n"


def counts(i):
    return f"{1000000 + i}\n"


def counts_csv(i):
    return f"{at(i, '%Y-%m-%d %H:%M')},{100 + i % 400}\n"


def seconds(i):
    return f"{i}.25\n"


# Name: (head, row, tail, options). Where a publisher has hours alone, as many of them are the year.
FORMATS = {
    "electricitymaps": ("Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),"
                        "Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),Data source,"
                        "Data estimated,Data estimation method\n", electricitymaps, "", ["--column", "direct"]),
    "neso": ('{"data":[', neso, "]}", ["--column", "actual"]),
    "watttime": ('{"data":[', watttime, '],"meta":{"region":"WEST","signal_type":"co2_moer","units":"lbs_co2_per_mwh"}}', []),
    "entsoe": ('"Area","MTU","Fossil Gas - Actual Aggregated [MW]","Nuclear - Actual Aggregated [MW]",'
               '"Solar - Actual Aggregated [MW]","Fossil Peat - Actual Aggregated [MW]"\n', entsoe, "", FACTORS),
    "entsoe-long": ('"MTU (CET/CEST)","Area","Production Type","Generation (MW)"\n', entsoe_long, "",
                    FACTORS + ["--repair", "hold"]),  # the last row may lack a type
    "carbon-aware-sdk": ("[", carbon_aware_sdk, "\n]\n", ["--column", "lifecycle", "--accounting", "average"]),
    "carboncast": (",Unnamed: 0,carbon_intensity,UTC time,nuclear,unknown,wind\n", carboncast, "",
                   ["--zone", "DE", "--column", "direct"]),
    "eia-fuelmix": ("timestamp,WND,SUN,WAT,OIL,NG,COL,NUC,OTH,avg_CI\n", eia_fuelmix, "", ["--zone", "AZPS"]),
    "letswaitawhile": ("Time,Carbon Intensity\n", plain, "", []),
    "eia930": ("Balancing Authority,UTC Time at End of Hour,Net Generation (MW) from Coal,"
               "Net Generation (MW) from Natural Gas,Net Generation (MW) from Nuclear,Net Generation (MW) from Solar\n",
               eia930, "", FACTORS),
    "csv": ("time,ci\n", plain, "",
            ["--format", "csv", "--time-column", "time", "--value-column", "ci", "--unit", "g/kWh", "--zone", "UTC",
             "--column", "unknown", "--accounting", "unknown"]),
    "mooncake": ("", mooncake, "", MIDNIGHT),
    "azure-functions": (",".join(["HashOwner,HashApp,HashFunction,Trigger", *map(str, range(1, 1441))]) + "\n",
                        azure_functions, "", MIDNIGHT),
    "azure-functions-2021": ("app,func,end_timestamp,duration\n", azure_functions_2021, "", MIDNIGHT + ["--sort"]),
    "azure-llm": ("TIMESTAMP,ContextTokens,GeneratedTokens\n", azure_llm, "", ["--zone", "UTC"]),
    "counts": ("", counts, "", ["--format", "counts", "--step", "5 min"] + MIDNIGHT),
    "counts-csv": ("time,value\n", counts_csv, "",
                   ["--format", "counts-csv", "--time-column", "time", "--value-column", "value",
                    "--time-unit", "date", "--zone", "UTC"]),
    "timestamps": ("", seconds, "", ["--format", "timestamps", "--time-unit", "s"] + MIDNIGHT),
}


def write(file, name, most_rows, most_bytes):
    """The file's rows: as many as either allows."""
    head, row, tail, _ = FORMATS[name]
    rows = written = 0
    with open(file, "w", encoding="utf-8") as out:
        out.write(head)
        while rows < most_rows and written < most_bytes:
            written += out.write(row(rows))
            rows += 1
        out.write(tail)
    return rows


def timed(command):
    """(CPU s, s, MiB at most) of a command on the first core."""
    began = time.monotonic()
    usage, _ = studies.finish(studies.start(command, [0]))
    return studies.cpu_s(usage), time.monotonic() - began, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=argparse.FileType("w"), default=sys.stdout, help="CSV file (stdout)")
    parser.add_argument("--mb", type=float, default=100, help="size of the large files")
    parser.add_argument("--steps", type=int, default=YEAR, help="of what stands for a year (105120)")
    parser.add_argument("--repeats", type=int, default=3, help="imports of each file (3)")
    parser.add_argument("--cadis", default=ROOT / "build/release/cadis")
    options = parser.parse_args()
    table = csv.writer(options.out, lineterminator="\n")
    table.writerow(COLUMNS)
    with tempfile.TemporaryDirectory(prefix="cadis-imports-") as name:
        folder = pathlib.Path(name)
        for format_name, (_, _, _, choices) in FORMATS.items():
            for kind, most_rows in (("year", options.steps), ("large", 1e7)):
                source = folder / "source"
                rows = write(source, format_name, most_rows, 1e6 * options.mb)
                if kind == "year" and rows < options.steps:
                    continue  # a row of this format is more than a step
                command = [options.cadis, "trace", "import", source, "--out", folder / "trace.csv", "--force", *choices]
                runs = [timed(command) for _ in range(options.repeats)]
                figures = [f"{statistics.median(column):.3f}" for column in zip(*runs)]
                table.writerow([format_name, kind, source.stat().st_size, rows, *figures])
                options.out.flush()


if __name__ == "__main__":
    main()
