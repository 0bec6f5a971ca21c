"""Joules and grams of an exact run (exact_reference.py), and the tables that the program writes."""

import bisect
from fractions import Fraction

KINDS = ("idle", "load", "service")


def account(run):
    """Adds joules and grams to a run's epochs and requests; returns what is shared with none."""
    world, bounds = run.world, run.boundaries
    begins, intensity = [b for b, _ in world.steps], []
    for begin in bounds[:-1]:
        step = world.steps[bisect.bisect(begins, begin) - 1][1]
        intensity.append(Fraction(step) / 3600000 * run.pue)
    for row in run.epochs:
        row.update(joules=dict.fromkeys(KINDS, Fraction(0)), grams=Fraction(0), shared=[0, 0])
    for request in run.requests:
        request.update(joules=Fraction(0), grams=Fraction(0))
    epoch_begins = [row["begin"] for row in run.epochs]

    def charge(begin, end, power, kind, batch=()):
        i = bisect.bisect(bounds, begin) - 1
        while i < len(bounds) - 1 and bounds[i] < end:
            joules = power * (min(end, bounds[i + 1]) - max(begin, bounds[i])) * world.tick
            grams = joules * intensity[i]
            row = run.epochs[bisect.bisect(epoch_begins, bounds[i]) - 1]
            row["joules"][kind] += joules
            row["grams"] += grams
            if kind != "service":
                row["shared"][0] += joules
                row["shared"][1] += grams
            for request in batch:
                request["joules"] += joules / len(batch)
                request["grams"] += grams / len(batch)
            i += 1

    for host in run.hosts:
        free_since = 0
        for of, end, begin, kind, power, batch in run.spans:
            if of is not host:
                continue
            charge(free_since, begin, host.idle, "idle")
            charge(begin, end, power, kind, batch if kind == "service" else ())
            free_since = end
        charge(free_since, world.end, host.idle, "idle")
    return share(run)


def share(run):
    """What the fleet drew outside service, to those served in the epoch; the rest to the next."""
    rest = [Fraction(0), Fraction(0)]
    for number, row in enumerate(run.epochs):
        rest = [a + b for a, b in zip(rest, row["shared"])]
        ended = [r for r in run.requests if r["outcome"] == "served" and r["epoch"] == number]
        for request in ended:
            request["joules"] += rest[0] / len(ended)
            request["grams"] += rest[1] / len(ended)
        if ended:
            rest = [Fraction(0), Fraction(0)]
    return rest


def text(decision):
    return next(iter(decision)) if len(decision) == 1 else None


def epochs_csv(run):
    ms = run.world.tick * 1000
    for row in run.epochs:
        late = row["latencies"]
        yield {
            "g_per_kwh": row["g"], "variant": text(row["decision"]), "arrivals": row["arrivals"],
            "served": len(late), "dropped": row["dropped"], "queued": row["queued"],
            "energy_j": sum(row["joules"].values()), "carbon_g": row["grams"],
            "idle_energy_j": row["joules"]["idle"], "switch_energy_j": row["joules"]["load"],
            "service_energy_j": row["joules"]["service"], "switches": row["switches"],
            "slo_violations": None if run.slo is None else sum(x > run.slo for x in late),
            "latency_mean_ms": Fraction(sum(late), len(late)) * ms if late else "",
        }


def summary_csv(run):
    rows, accuracy = list(epochs_csv(run)), run.world.accuracy
    total = {c: sum(row[c] or 0 for row in rows) for c in rows[0]
             if c not in ("variant", "g_per_kwh", "latency_mean_ms")}
    if run.slo is None:
        total["slo_violations"] = None
    total["queued"] = rows[-1]["queued"]
    points = sum(accuracy[r["variant"]] for r in run.requests if r["outcome"] == "served")
    late = [x for row in run.epochs for x in row["latencies"]]
    ms = run.world.tick * 1000
    total["accuracy_served_pct"] = Fraction(points, len(late)) if late else ""
    total["accuracy_all_pct"] = Fraction(points, len(run.requests)) if run.requests else ""
    total["latency_mean_ms"] = Fraction(sum(late), len(late)) * ms if late else ""
    total["latency_max_ms"] = max(late) * ms if late else ""
    return total


def requests_csv(run, rest):
    """In the order of the file: by epoch of the end or drop, then in service, then waiting."""
    ended = sorted((r for r in run.requests if "epoch" in r), key=lambda r: r["epoch"])
    left = [r for o in ("in_service", "waiting") for r in run.requests if r["outcome"] == o]
    for r in ended + left:
        second = {c + "_s": r[c] * run.world.tick if c in r else ""
                  for c in ("arrival", "start", "end")}
        named = {column: r.get(column, "") for column in ("host", "variant", "batch")}
        yield second | named | {"energy_j": r["joules"], "carbon_g": r["grams"],
                                "outcome": r["outcome"]}
    if rest[0]:
        nothing = ("arrival_s", "start_s", "end_s", "host", "variant", "batch")
        yield dict.fromkeys(nothing, "") | {"energy_j": rest[0], "carbon_g": rest[1],
                                            "outcome": "not_shared"}
