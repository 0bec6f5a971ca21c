"""Random small scenarios full of exact ties, run by the program and by exact_reference.py.

usage: exact_scenarios.py PROGRAM FOLDER FIRST_SEED COUNT

Prints the first difference of each scenario, `SEED FIDELITY: what`, and leaves its files in FOLDER;
exits with 1 where there is one.
"""

import csv
import datetime
import json
import random
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import exact_energy
import exact_reference

START = datetime.datetime(2023, 6, 1, 23, 59, 58, 300000, tzinfo=datetime.timezone.utc)


def at(ms):
    time = START + datetime.timedelta(milliseconds=ms)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def span(ms):
    return f"{ms} ms"


class Draw:
    """One scenario; every time is a whole number of units.

    What doubles would round is left out, for a tie is then no tie: shares are eighths or
    sixteenths, and times divide by a clock's speed, and between two batches, without a rest.
    """

    def __init__(self, seed):
        self.r = r = random.Random(seed)
        self.unit = r.choice([1, 3, 7, 10, 50, 100, 100, 700, 60000, 3600000])
        self.length = r.randint(8, 60)
        self.batch = r.choice([1, 1, 2, 3, 4])
        self.variants = ["a", "b", "c"][:r.choice([1, 2, 2, 3])]
        self.devices = ["x", "y"][:r.choice([1, 1, 2])]

    def ms(self, low, high):
        return self.r.randint(low, high) * self.unit

    def maybe(self, value, chance=0.5):
        return value if self.r.random() < chance else None

    def platform(self):
        devices = {}
        for d in self.devices:
            idle, busy = self.r.choice([(0, 50), (10, 100), (25, 75)])
            states = [{"speed": 1, "idle_w": idle, "busy_w": busy},
                      {"speed": self.r.choice([0.5, 0.8]), "idle_w": idle, "busy_w": busy - 10}]
            devices[d] = {"kind": "gpu", "idle_w": idle, "idle_resident_w": idle + 5,
                          "busy_w": busy, "memory_gb": 10, "source": "drawn", "pstates": states}
        return {"cadis": 1, "devices": devices}

    def profile(self, variant, device):
        """Between two listed batches time grows by whole units a request, which no sum rounds."""
        r, rows, last = self.r, [], 1
        service_ms, power = self.ms(1, 6), r.choice([None, 80, 120])
        for batch in sorted({1, self.batch, r.randint(1, self.batch)}):
            service_ms += self.ms(0, 2) * (batch - last)
            row = {"variant": variant, "device": device, "batch": batch, "service_ms": service_ms,
                   "source": "drawn"}
            rows.append(row | ({"busy_w": power + 5 * batch} if power else {}))
            last = batch
        return rows

    def family(self):
        r, rows, loads = self.r, [], []
        accuracy = r.sample([60, 64, 68] if r.random() < 0.5 else [56, 64, 72], len(self.variants))
        for v in self.variants:
            for d in self.devices:
                rows += self.profile(v, d)
                if r.random() < 0.5:
                    load = Fraction(self.ms(0, 8), 1000)
                    loads.append({"variant": v, "device": d, "load_time_s": float(load),
                                  "load_power_w": r.choice([40, 60]), "source": "drawn"})
        variants = {v: {"accuracy_pct": a, "weights_gb": 1, "source": "drawn"}
                    for v, a in zip(self.variants, accuracy)}
        family = {"cadis": 1, "family": "drawn", "profiles": rows, "variants": variants}
        return family | ({"switching": loads} if loads else {}), accuracy

    def policy(self, accuracy):
        r, names = self.r, self.variants
        cuts = sorted(r.randint(0, 8) for _ in names[1:])
        shares = {v: (b - a) / 8 for v, a, b in zip(names, [0] + cuts, cuts + [8])}
        return r.choice([
            {"name": "static", "variant": r.choice(names)},
            {"name": r.choice(["static-small", "static-large"])},
            {"name": "heuristic", "range": r.choice(["running", "hindsight"]),
             "rounding": r.choice(["nearest", "floor", "ceiling"])},
            {"name": "heuristic", "range": "trailing", "window": span(self.ms(1, 20))},
            {"name": "blind", "shares": shares, "spread": r.choice(["requests", "epochs", "auto"])},
            {"name": "blind", "shares": shares, "spread": "requests"},
            {"name": "static-mix", "accuracy_pct": r.randint(min(accuracy), max(accuracy)),
             "spread": r.choice(["requests", "epochs", "auto"])}])

    def fleet(self):
        entries = []
        for d in self.devices:
            entry = {"device": d, "count": self.r.choice([1, 1, 2]),
                     "pstate": self.r.choice([0, 0, 1])}
            if self.r.random() < 0.3:
                entry["idle"] = "resident"
            if self.r.random() < 0.4:
                entry["resident"] = self.r.choice(["all", self.variants[:2]])
            entries.append(entry)
        return entries

    def carbon(self, folder):
        step = self.ms(1, 12)
        first = -self.r.randint(0, step) if self.r.random() < 0.3 else -step * self.r.randint(0, 1)
        rows = max(2, -(-(self.length * self.unit - first) // step))
        with open(folder / "carbon.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["timestamp_utc", "g_per_kwh"])
            for i in range(rows):
                out.writerow([at(first + i * step), self.r.choice([0, 100, 200, 200, 300, 450.5])])

    def arrivals(self, folder):
        r = self.r
        seconds = self.length * self.unit / 1000
        rates = [x * y for x in (1, 2, 2.5, 3, 4, 5, 7) for y in (0.001, 0.1, 1, 10, 100, 1000)]
        rates = [round(rate, 4) for rate in rates if 3 <= rate * seconds <= 60]
        if rates and r.random() < 0.3:
            return {"process": "constant", "rate_rps": r.choice(rates)}
        instants = []
        for _ in range(r.randint(1, 30)):
            instants += [self.ms(0, self.length - 1)] * r.choice([1, 1, 1, 2, 3])
        (folder / "arrivals.csv").write_text(
            "timestamp_utc\n" + "".join(at(a) + "\n" for a in sorted(instants)))
        return {"process": "trace", "file": "arrivals.csv"}

    def write(self, folder):
        wait = self.ms(0, 5)
        family, accuracy = self.family()
        scenario = {
            "cadis": 1, "name": "drawn", "start": at(0), "duration": span(self.length * self.unit),
            "epoch": span(self.ms(3, 20)), "carbon": {"file": "carbon.csv"},
            "platform": "platform.yaml", "family": "family.yaml", "fleet": self.fleet(),
            "arrivals": self.arrivals(folder), "pool": self.r.sample(self.variants, len(accuracy)),
            "batching": {"max_batch": self.batch, "max_wait": span(wait)},
            "policy": self.policy(accuracy), "pue": self.r.choice([1, 1.25])}
        optional = {"deadline": self.maybe(span(max(wait + self.ms(0, 5), self.unit)), 0.4),
                    "queue_limit": self.maybe(self.r.randint(self.batch, self.batch + 4), 0.3),
                    "slo": self.maybe({"latency": span(self.ms(1, 12))})}
        scenario |= {key: value for key, value in optional.items() if value is not None}
        self.carbon(folder)
        files = {"scenario": scenario, "platform": self.platform(), "family": family}
        for name, content in files.items():
            (folder / f"{name}.yaml").write_text(json.dumps(content, indent=1))


def difference(where, exact, rows, scale):
    """The first difference of two tables; joules and grams to 1e-9 of the run's."""
    for i, (mine, theirs) in enumerate(zip(exact, rows)):
        for column, value in mine.items():
            told = theirs[column]
            if value is None:
                continue
            if isinstance(value, str) or told == "":
                same = value == told
            elif column.endswith("_s"):
                same = abs(Fraction(told) - value) <= max(Fraction(1, 10**12), value / 2**52)
            elif column.endswith(("_j", "_g")):
                same = abs(Fraction(told) - value) <= scale[column[-1]] / 10**9
            elif column.endswith(("_ms", "_pct")):
                same = abs(Fraction(told) - value) <= max(abs(value), 1) / 10**9
            else:
                same = Fraction(told) == value
            if not same:
                said = value if isinstance(value, str) else float(value)
                return f"{where} row {i}: {column} is {said}, got {told}"
    if len(exact) != len(rows):
        return f"{where}: {len(exact)} rows, got {len(rows)}"
    return None


def reference(file):
    """The tables by their names, and the joules and grams that differences are measured by."""
    run = exact_reference.Run(file)
    requests = list(exact_energy.requests_csv(run, exact_energy.account(run)))
    total = exact_energy.summary_csv(run)
    tables = {"requests.csv": requests, "epochs.csv": list(exact_energy.epochs_csv(run)),
              "summary.csv": [total]}
    return tables, {"j": total["energy_j"], "g": total["carbon_g"]}


def compare(program, folder, fidelity, tables, scale):
    out = folder / fidelity
    done = subprocess.run(
        [program, "run", str(folder / "scenario.yaml"), "--out", str(out), "--requests",
         str(out / "requests.csv"), "--set", f"fidelity={fidelity}"],
        capture_output=True, text=True)
    if done.returncode != 0:
        return f"exit code {done.returncode}: {done.stderr}"
    for name, exact in tables.items():
        told = exact_reference.table(out / name)
        found = difference(name, exact, told, scale)
        if found:
            return found
    return None


def main(program, folder, first, count):
    failed = False
    for seed in range(int(first), int(first) + int(count)):
        here = Path(folder) / str(seed)
        here.mkdir(parents=True)
        Draw(seed).write(here)
        exact = reference(here / "scenario.yaml")
        found = [(f, compare(program, here, f, *exact)) for f in ("event", "queue")]
        for fidelity, what in found:
            if what:
                print(f"{seed} {fidelity}: {what}", flush=True)
                failed = True
        if not any(what for _, what in found):
            shutil.rmtree(here)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
