#!/usr/bin/python3
"""Draws a study's and a run's folder again and again, with one thing wrong in one of their files:
each time it is drawn, or refused by a message with the file's name. Usage: mutated_tables.py
PLOTS STUDY RUN COUNT [SEED], PLOTS being the folder of plot.py."""
import random
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

NASTY = ("", "inf", "-inf", "nan", "-1", "1e308", "-1e-320", "1e999", "99999999999999999999", "x", "true",
         "$x_{$", "a:b|c:2", "2023-13-01T00:00:00Z", "9999-01-01T00:00:00Z", "\"", "[" * 100000, "{}", "../..")


def one_byte(data, draw):
    at = draw.randrange(len(data))
    kept = draw.choice((b"", data[at:at + 1] * 2, bytes([draw.randrange(256)])))
    return data[:at] + kept + data[at + 1:]


def one_cell(data, draw):
    lines = data.split(b"\n")
    row = draw.randrange(max(1, len(lines) - 1))
    cells = lines[row].split(b",")
    cells[draw.randrange(len(cells))] = draw.choice(NASTY).encode()
    lines[row] = b",".join(cells)
    return b"\n".join(lines)


def one_column(data, draw):
    lines = [line.split(b",") for line in data.split(b"\n")]
    at = draw.randrange(len(lines[0]))
    is_twice = draw.random() < 0.3
    return b"\n".join(b",".join(cells[:at] + cells[at:at + 1] * (2 * is_twice) + cells[at + 1:])
                      for cells in lines)


def one_row(data, draw):
    lines = data.split(b"\n")
    at = draw.randrange(len(lines))
    return b"\n".join(lines[:at] + lines[at:at + 1] * draw.choice((0, 2, 3)) + lines[at + 1:])


def the_end(data, draw):
    return data[:draw.randrange(len(data))]


def one_value(data, draw):
    """Of a manifest."""
    parts = data.split(b": ")
    at = draw.randrange(1, len(parts))
    parts[at] = draw.choice(NASTY + ("[1]", "null", "{\"pool\": 5}")).encode() + b"\n"
    return b": ".join(parts)


def main():
    plots, study, run, count = sys.argv[1:5]
    sys.path.insert(0, plots)
    sys.dont_write_bytecode = True
    import plot
    from plots import looks
    from plots.tables import PlotError
    looks.save = lambda figure, *_: looks.plt.close(figure) or []  # what takes long is no reader
    looks.settle = lambda figure: figure
    draw = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    drawn = refused = 0
    with tempfile.TemporaryDirectory() as there:
        folders = {}
        for source in (study, run):
            folders[source] = Path(there) / Path(source).name
            shutil.copytree(source, folders[source])
        for number in range(int(count)):
            folder = folders[draw.choice((study, study, run))]
            path = draw.choice(sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".json")))
            good = path.read_bytes()
            change = draw.choice((one_byte, one_cell, one_cell, one_column, one_row, the_end))
            path.write_bytes((one_value if path.suffix == ".json" else change)(good, draw))
            is_study = folder == folders[study]
            kind = draw.choice(("pareto", "bars", "heatmap", "timeline")) if is_study else "timeline"
            told = []
            try:
                plot.note = told.append
                plot.draw(plot.parse([str(folder), kind, "--out", there + "/none"]))
                drawn += 1
            except PlotError as error:
                refused += 1
                if path.name not in str(error) or "\n" in str(error):
                    told.append(f"does not say where: {error}")
            except Exception:
                told.append(traceback.format_exc())
            wrong = [text for text in told if "Traceback" in text or "does not say" in text]
            if wrong:
                print(f"mutation {number}, {kind} of {path.relative_to(there)}:\n{path.read_bytes()[:3000]}\n"
                      + "\n".join(wrong))
                sys.exit(1)
            path.write_bytes(good)
            looks.plt.close("all")
    print(f"{drawn} drawn, {refused} refused")


main()
