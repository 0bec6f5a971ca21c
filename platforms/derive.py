#!/usr/bin/env python3
"""Writes platforms/devices.yaml and platforms/families/*.yaml from the published figures.

    python3 platforms/derive.py --from DIR [--to DIR] [--show]

DIR holds models.csv, inference.csv, devices.csv, idle_readings.csv, servers.csv, embodied.csv,
power_scaling.csv, mlperf_power.csv, switching.csv and raw/results-imagenet.csv. The same tables
give the same bytes. What is assumed is said beside each rule in platforms/derivation/.
"""

import argparse
from pathlib import Path

from derivation import check, devices, ladders, layout, lite, resnet
from derivation.tables import Tables


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="origin", required=True, metavar="DIR", type=Path,
                        help="folder of the published tables")
    parser.add_argument("--to", metavar="DIR", type=Path, default=Path(__file__).resolve().parent,
                        help="where to write (default: beside this script)")
    parser.add_argument("--show", action="store_true",
                        help="also print the comparison tables of platforms/README.md")
    return parser.parse_args()


def main():
    options = arguments()
    tables = Tables(options.origin)
    platform = devices.build(tables)
    families = resnet.build(tables) + ladders.build(tables) + lite.build(tables)
    files = {"devices.yaml": layout.devices_text(platform)}
    files |= {f"families/{f['family']}.yaml": layout.family_text(f) for f in families}
    check.check(files)
    (options.to / "families").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (options.to / name).write_text(text, encoding="utf-8")
    if options.show:
        check.ladder_ratios(tables)
        check.joules_per_image(platform, families[0])


if __name__ == "__main__":
    main()
