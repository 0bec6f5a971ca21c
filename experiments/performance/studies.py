#!/usr/bin/env python3
"""Measures what a study costs besides its runs, and what a second core gains; see run.sh.

Writes one CSV row per measurement: elapsed and CPU seconds of all its processes, and, where that is
what is measured, MiB of memory that the parent had at most (VmHWM).

* alone:     the runs of a study of hours by themselves, each forked from a process that has read it; the
             elapsed time has the reading in it, the CPU time has not
* overhead:  the same study, by `cadis study` on one core
* one, two:  a study of months on one core (--jobs 1) and on two (--jobs 2), in turn
* apart:     two of the first at once, each on a core of its own: as much as this machine's second core can
             gain, since they have nothing to do with each other
* memory:    100 000 cells of an hour each, on two cores
"""

import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
from scaling.measure import run  # noqa: E402

CELLS_A_SEED = 200
COLUMNS = ["measure", "cells", "wall_s", "cpu_s", "parent_mib"]


def write_study(folder, seeds, duration, is_smallest=False):
    """month.yaml with so many seeds and this duration; the smallest has one rate."""
    text = (HERE / "month.yaml").read_text()
    changes = [("seeds: [1]", f"seeds: {list(range(1, seeds + 1))}"), ("duration: 30 d", f"duration: {duration}")]
    if is_smallest:
        changes.append(("arrivals.rate_rps: {from: 1, to: 20, step: 1}", "arrivals.rate_rps: [2]"))
    for line, new in changes:
        if text.count(line) != 1:
            sys.exit(f"month.yaml: expected '{line}' once")
        text = text.replace(line, new)
    file = folder / "study.yaml"
    file.write_text(text)
    return file


def start(command, cores):
    """The command as a process on these of the machine's cores."""
    present = sorted(os.sched_getaffinity(0))
    if len(present) <= max(cores):
        sys.exit(f"expected {max(cores) + 1} cores, found {len(present)}")
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            preexec_fn=lambda: os.sched_setaffinity(0, [present[core] for core in cores]))


def cpu_s(usage):
    return usage.ru_utime + usage.ru_stime


def finish(process):
    """(resource usage, what it said) of a process with its children, once it has ended."""
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"failed with code {process.returncode}: {process.args[0]}\n{said}")
    return usage, said


def timed(command, cores):
    """(wall s, CPU s, what it said) of a command on the first so many cores."""
    began = time.monotonic()
    usage, said = finish(start(command, range(cores)))
    return time.monotonic() - began, cpu_s(usage), said


def timed_apart(commands):
    """(wall s, CPU s) of commands at once, each on a core of its own: until the last has ended."""
    began = time.monotonic()
    processes = [start(command, [core]) for core, command in enumerate(commands)]
    total_s = sum(cpu_s(finish(process)[0]) for process in processes)
    return time.monotonic() - began, total_s


def alone(command):
    """(wall s, CPU s) of the runs alone: of the CPU time what the program says, reading not counted."""
    wall_s, _, said = timed(command, 1)
    return wall_s, float(said)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=argparse.FileType("w"), default=sys.stdout, help="CSV file (stdout)")
    parser.add_argument("--quick", action="store_true", help="fewer cells and repetitions: rough")
    parser.add_argument("--smallest", action="store_true", help="one rate in place of twenty, once: to see that all works")
    parser.add_argument("--cadis", default=ROOT / "build/release/cadis")
    parser.add_argument("--alone", default=ROOT / "build/release/tests/bench/bench_alone")
    options = parser.parse_args()
    repeats, hours, months, many = (3, 10, 50, 500)  # of the last three, seeds
    if options.quick:
        repeats, hours, months, many = (1, 2, 2, 20)
    if options.smallest:
        repeats, hours, months, many = (1, 1, 1, 1)
    cells_a_seed = 10 if options.smallest else CELLS_A_SEED
    rows = csv.writer(options.out, lineterminator="\n")
    rows.writerow(COLUMNS)

    def add(measure, seeds, wall_s, used_s, mib=None):
        rows.writerow([measure, cells_a_seed * seeds, f"{wall_s:.3f}", f"{used_s:.3f}",
                       "" if mib is None else f"{mib:.1f}"])
        options.out.flush()

    with tempfile.TemporaryDirectory(prefix="cadis-studies-") as name:
        folder = pathlib.Path(name)

        def study(file, jobs, out="out"):
            return [options.cadis, "study", file, "--out", folder / out, "--jobs", str(jobs), "--force", "--quiet"]

        for _ in range(repeats):
            hour = write_study(folder, hours, "1 h", options.smallest)
            add("alone", hours, *alone([options.alone, hour]))
            add("overhead", hours, *timed(study(hour, 1), 1)[:2])
        for _ in range(repeats):
            month = write_study(folder, months, "30 d", options.smallest)
            add("one", months, *timed(study(month, 1), 1)[:2])
            add("two", months, *timed(study(month, 2), 2)[:2])
            add("apart", 2 * months, *timed_apart([study(month, 1), study(month, 1, "other")]))
        wall_s, used_s, _, mib = run(study(write_study(folder, many, "1 h", options.smallest), 2))
        add("memory", many, wall_s, used_s, mib)


if __name__ == "__main__":
    main()
