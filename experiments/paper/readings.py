"""The paper's claim in every reading of what it leaves open: tables, figure and a piece of a page.

Usage: readings.py --study FOLDER --out FOLDER, the first being the results of readings.yaml.
Writes readings.csv, idle.csv, readings.md, readings-tables.md and readings.pdf, .svg and .png.
"""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import multiverse
import readings_page
import spread
from factorial import NotFactorial
from plots import looks, specification
from plots.tables import PlotError
from wording import TITLES, label, ordered_choices

GAIN, TIMING = "gain_pct", "gain_vs_blind_pct"


def figure(gain, timing, choices):
    def panel(title, side):
        notes = {axis: f"{row.main_pct:.0f} % alone, {row.total_pct:.0f} % with others"
                 for axis, row in side.effects.iterrows()}
        return specification.Panel(title, side.table, side.column, notes)

    by_weight = [*gain.effects["total_pct"].sort_values(ascending=False, kind="stable").index]
    axes = {axis: choices[axis] for axis in by_weight + [a for a in choices if a not in by_weight]}
    return specification.draw(
        [panel("a   against one model at all times", gain),
         panel("b   against blind: what timing earns", timing)],
        axes, TITLES, {axis: {c: label(axis, c) for c in axes[axis]} for axis in axes},
        spread.CLAIM, f"the paper: up to {spread.CLAIM} %")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--study", required=True)
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    out = Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    runs = multiverse.read_runs(given.study)
    accuracies = multiverse.read_accuracies(Path(__file__).parent / "readings/accuracies.csv", runs)
    everything = multiverse.readings_of(runs, accuracies)
    idle = spread.idle_table(everything, GAIN, TIMING)
    table = everything[everything["idle"] == "none"]
    choices = ordered_choices(everything)
    gain, timing = spread.Side(table, GAIN), spread.Side(table, TIMING)
    gain.table.drop(columns="idle").to_csv(out / "readings.csv", index=False, lineterminator="\n")
    idle.to_csv(out / "idle.csv", index=False, lineterminator="\n")
    looks.save(looks.settle(figure(gain, timing, choices)), out, "readings")
    shift = idle[["moves_gain", "moves_gain_vs_blind"]].max().max() if len(idle) else 0
    (out / "readings.md").write_text(readings_page.piece(gain, timing, choices, shift))
    (out / "readings-tables.md").write_text(
        readings_page.tables(gain, timing, choices, idle))


if __name__ == "__main__":
    try:
        main()
    except (multiverse.ReadingsError, NotFactorial, PlotError) as error:
        print(f"readings.py: {error}", file=sys.stderr)
        sys.exit(2)
