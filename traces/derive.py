#!/usr/bin/env python3
"""Derive the shipped carbon traces, climatologies and request profiles from gathered series.

    python3 traces/derive.py --from DIR [--to DIR]

DIR holds carbon/ and requests/. Of carbon/ are needed

    climatology.csv, summary.csv, regions.csv       figures by month and hour, statistics, origins
    electricitymaps/ZONE_YEAR_hourly.csv            yearly files of Electricity Maps
    neso/neso_2023_national_intensity.csv           NESO's national half-hours
    neso/neso_regional_2023-06_south_west_england.csv   NESO's regional half-hours

and of requests/ the folders wikipedia/, twitter/, nasa/, azure_functions/. Beside this script, or
below --to, it writes

    carbon/NAME.csv, carbon.csv                carbon traces as published, and their index
    climatology/NAME.csv, climatologies.csv    carbon intensity by month and hour, and its index
    requests/NAME.csv, requests.csv            request rate by hour of day, and its index

The same DIR gives the same bytes. README.md says what the columns mean and where the figures come
from. It takes pandas 1.5 or later.
"""

import argparse
from pathlib import Path

from derivation import carbon_traces, climatologies, profiles


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, required=True, metavar="DIR",
                        help="folder with carbon/ and requests/")
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parent, metavar="DIR",
                        help="where to write (default: beside this script)")
    options = parser.parse_args()
    carbon_traces.write(options.source / "carbon", options.to)
    climatologies.write(options.source / "carbon", options.to)
    profiles.write(options.source / "requests", options.to)


if __name__ == "__main__":
    main()
