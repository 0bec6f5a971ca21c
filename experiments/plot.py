#!/usr/bin/python3
"""Draws a study's or a run's output folder: Pareto fronts, bars, heat maps and timelines.

Without a KIND: all that the tables allow. The same tables give the same bytes.
"""
import argparse
import sys
from pathlib import Path

from plots import bars, heatmap, looks, pareto, timeline
from plots.tables import PlotError, Study

KINDS = ("svg", "png", "pdf")


def note(text):
    print(text, file=sys.stderr)


def pair(text):
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"expected KEY=VALUE, got '{text}'")
    return key, value


def instant(text):
    try:
        time = timeline.pd.Timestamp(text)
        return time.tz_convert(None) if time.tzinfo else time
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"expected a time in UTC such as 2023-06-01T12:00Z, got '{text}'") from error


def parse(arguments):
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--out", metavar="DIR", help="where to write; default: FOLDER/plots")
    common.add_argument("--format", action="append", choices=KINDS,
                        help="repeatable; default: svg and png")
    where = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    where.add_argument("--where", action="append", type=pair, metavar="KEY=VALUE",
                       help="only rows with this label of an axis, policy, seed or other column; "
                            "repeatable: a key twice means either")
    parser = argparse.ArgumentParser(description=__doc__, parents=[common], prog="plot.py",
                                     usage="plot.py FOLDER [KIND] [OPTION]...",
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", help="output folder of cadis study or run")
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", prog="plot.py FOLDER")
    kinds.add_parser("pareto", parents=[common, where],
                     help="accuracy against grams, one panel a group")
    one = kinds.add_parser("bars", parents=[common, where],
                           help="a column of comparisons.csv with its 95 %% interval")
    one.add_argument("--column", help="default: every column with an interval")
    one = kinds.add_parser("heatmap", parents=[common, where],
                           help="a column of comparisons.csv or runs.csv over two axes")
    one.add_argument("--column", help="default: carbon_cut_vs_static_mix_pct where it is not empty")
    for name in "xy":
        one.add_argument("--" + name, metavar="AXIS", help="an axis of the study, or policy")
    one = kinds.add_parser("timeline", parents=[common, where],
                           help="intensity, variant shares, grams and queue, epoch by epoch")
    one.add_argument("--cell", action="append", metavar="ID",
                     help="column cell of runs.csv, or its beginning; repeatable")
    one.add_argument("--from", dest="begin", type=instant, metavar="TIME", help="first epoch")
    one.add_argument("--to", dest="end", type=instant, metavar="TIME", help="end, exclusive")
    given = parser.parse_args(arguments)
    for name in ("where", "column", "x", "y", "cell", "begin", "end"):
        setattr(given, name, getattr(given, name, None))
    return given


def figures_of_bars(study, given):
    columns = [given.column] if given.column else bars.interval_columns(study.comparisons())
    if not columns:
        raise PlotError("comparisons.csv: no column with an interval has a value")
    for column in columns:
        yield from bars.figures(study, column, given.where or ())


def figures_of_timeline(folder, study, given):
    if study is None:
        if given.cell or given.where:
            raise PlotError(f"{folder} is the folder of one run: nothing to choose by --cell or "
                            "--where")
        runs = timeline.run_of(folder)
    else:
        runs = timeline.cells_of(study, given.cell, given.where, note)
    pool = timeline.pool_of(folder)
    yield from timeline.figures(runs, given.begin, given.end, pool)


def draw(given):
    folder = Path(given.folder)
    if not folder.is_dir():
        raise PlotError(f"{folder}: no such folder")
    is_study = (folder / "runs.csv").exists()
    if not is_study and not (folder / "epochs.csv").exists():
        raise PlotError(f"{folder}: neither runs.csv of a study nor epochs.csv of a run in it")
    if not is_study and given.kind not in (None, "timeline"):
        raise PlotError(f"{folder} is the folder of one run, which has a timeline only; "
                        f"{given.kind} takes a study")
    study = Study.read(folder) if is_study else None
    where = given.where or ()
    kinds = {"pareto": lambda: pareto.figures(study, where),
             "bars": lambda: figures_of_bars(study, given),
             "heatmap": lambda: heatmap.figures(study, given.column, given.x, given.y, where),
             "timeline": lambda: figures_of_timeline(folder, study, given)}
    if given.kind is None and not is_study:
        kinds = {"timeline": kinds["timeline"]}
    out = Path(getattr(given, "out", folder / "plots"))
    for kind in [given.kind] if given.kind else kinds:
        try:
            for name, figure in kinds[kind]():
                out.mkdir(parents=True, exist_ok=True)
                for path in looks.save(looks.settle(figure), out, looks.file_name(name),
                                       getattr(given, "format", KINDS[:2])):
                    note(path)
        except PlotError as error:
            if given.kind:
                raise
            note(f"no {kind}: {error}")


def main():
    try:
        draw(parse(sys.argv[1:]))
    except PlotError as error:
        note(f"plot.py: {error}")
        sys.exit(2)


if __name__ == "__main__":
    main()
