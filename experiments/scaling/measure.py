#!/usr/bin/env python3
"""Measures what docs/scaling-out.md plans with: seconds, bytes and memory of a run of a study.

The study is of months in `fluid`: six grids x three policies x SEEDS seeds, so 18 x SEEDS cells and,
as one policy in three has its three controls beside it, twice as many runs. It is run by one process,
then in shards, one after the other, which are merged; both have to give the same tables.

    /usr/bin/python3 experiments/scaling/measure.py --seeds 450
    /usr/bin/python3 experiments/scaling/measure.py --start 1000000 --shards 1000

Prints one CSV row per step: seconds of wall time, of CPU time of all processes and of the parent alone, MiB of
memory that the parent had at most (VmHWM), bytes that it left on disk. Wall time moves with what else the machine does,
CPU time less.
"""

import argparse
import filecmp
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ("runs.csv", "references.csv", "comparisons.csv")
CELLS_A_SEED = 18

STUDY = """cadis: 1
study: scaling
base:
  cadis: 1
  name: month
  start: 2023-06-01T00:00:00Z
  duration: 30 d
  epoch: 1 h
  seed: 1
  fidelity: fluid
  carbon: {{climatology: GB-2023}}
  platform: devices.yaml
  fleet: [{{device: rtx3090, count: 1}}]
  family: resnet-imagenet
  arrivals: {{process: poisson, rate_rps: 100}}
  policy: {{name: static-large}}
axes:
  carbon.climatology: [GB-2023, NO-2023, ZA-2023, ES-2023, SG-2023, CA-ON-2023]
  policy: [{{name: static-large}}, {{name: static-small}}, {{name: heuristic, range: trailing, window: 24 h}}]
seeds: [{seeds}]
"""


def parent_cost(pid):
    """(MiB, CPU seconds) of the process itself so far: most resident memory and time without its children's."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    mib = next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")), 0.0)
    return mib, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(command):
    """(wall s, CPU s of all, CPU s of the parent, MiB of the parent) of a command. Its output is dropped."""
    began, mib, cpu_s = time.monotonic(), 0.0, 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        now = parent_cost(process.pid)
        mib, cpu_s = max(mib, now[0]), max(cpu_s, now[1])
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(0.005)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed with code {process.returncode}: {' '.join(map(str, command))}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, cpu_s, mib


def size(*paths):
    return sum(path.stat().st_size for path in paths)


def write_study(folder, seeds):
    file = folder / "study.yaml"
    file.write_text(STUDY.format(seeds=", ".join(str(seed) for seed in range(1, seeds + 1))))
    return file


def row(step, cells, wall_s, cpu_s, parent_cpu_s, mib, size_bytes):
    figures = f"{wall_s:.2f},{cpu_s:.2f},{parent_cpu_s:.2f},{mib:.1f},{size_bytes}"
    print(f"{step},{cells},{2 * cells},{figures}", flush=True)


def measure_study(cadis, folder, seeds, shards, jobs):
    study, cells = write_study(folder, seeds), CELLS_A_SEED * seeds
    one, many = folder / "one", folder / "many"
    base = [cadis, "study", study, "--jobs", str(jobs), "--out"]
    cost = run([*base, one])
    row(f"study --jobs {jobs}", cells, *cost, size(one / "results.sqlite"))
    parts = [run([*base, many, "--shard", f"{number}/{shards}"]) for number in range(1, shards + 1)]
    stores = sorted((many / "shards").glob("*.sqlite"))
    *seconds, mibs = zip(*parts)
    row(f"{shards} shards", cells, *map(sum, seconds), max(mibs), size(*stores))
    cost = run([cadis, "merge", many])
    row("merge", cells, *cost, size(many / "results.sqlite"))
    row("tables", cells, 0, 0, 0, 0, size(*(many / name for name in TABLES), many / "manifest.json"))
    if any(not filecmp.cmp(one / name, many / name, shallow=False) for name in TABLES):
        raise SystemExit("the shards' tables differ from those of one process")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=450, help="seeds of the study (450: 8100 cells)")
    parser.add_argument("--shards", type=int, default=8, help="shards it is run in (8)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="runs at a time (one a core)")
    parser.add_argument("--start", type=int, metavar="CELLS",
                        help="instead: what the first shard of so many cells costs before its first run")
    parser.add_argument("--cadis", default=ROOT / "build/release/cadis", help="the program (build/release/cadis)")
    options = parser.parse_args()
    print("step,cells,runs,wall_s,cpu_s,parent_cpu_s,parent_mib,bytes")
    with tempfile.TemporaryDirectory(prefix="cadis-scaling-") as name:
        folder = pathlib.Path(name)
        if options.start:
            seeds = -(-options.start // CELLS_A_SEED)
            study = write_study(folder, seeds)
            cost = run([options.cadis, "study", study, "--shard", f"1/{options.shards}", "--dry-run",
                        "--jobs", str(options.jobs)])
            row(f"start of 1/{options.shards}", CELLS_A_SEED * seeds, *cost, size(study))
        else:
            measure_study(options.cadis, folder, options.seeds, options.shards, options.jobs)


if __name__ == "__main__":
    main()
