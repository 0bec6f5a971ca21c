"""What a run of `event` or `queue` gives, from docs/model.md and docs/scenario.md alone.

Exact: instants are whole ticks ("Time"), powers and shares are fractions. Nothing here is shared
with the program, and nothing is fast. Files are read as the program reads them, but that YAML files
must be JSON, which is YAML too; so every number in them is the decimal that is written there.

Covers: one queue, hosts of several devices, pstates, residents, loads, batches, waits, deadline,
queue limit, slo, epochs, carbon of a file or constant, arrivals constant or of instants; the
policies `static*`, `heuristic` (trailing, running, hindsight), `blind` and `static-mix`.
Does not cover: regions, forecasts, jitter, drawn arrivals and grids, counts of requests, `fluid`,
`oracle`, embodied carbon, quantiles.

Where those pages leave a choice, the program's was taken: a load that has begun is not broken off
by a new decision; a host that must load a variant of a split loads it without requests, which
others may take meanwhile; of several arrivals at the end of a wait the first alone joins the batch.
"""

import csv
import datetime
import json
from fractions import Fraction

from exact_policies import Policy

SECONDS = {"ms": Fraction(1, 1000), "s": 1, "min": 60, "h": 3600, "d": 86400}


def read(file):
    return json.loads(file.read_text(), parse_float=Fraction)


def table(file):
    with open(file, newline="") as text:
        return list(csv.DictReader(text))


def duration(text):
    number, unit = text.split()
    return Fraction(number) * SECONDS[unit]


def instant(text):
    """Seconds since 1970."""
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    whole = time.replace(microsecond=0)
    return int(whole.timestamp()) + Fraction(time.microsecond, 10**6)


def tick_of(run_length):
    """By the table of docs/model.md; beyond 46 s it rounds the lengths to what reads well."""
    digits = 18
    while run_length > Fraction(46, 10) * 10 ** (18 - digits):
        digits -= 1
    return Fraction(1, 10**digits)


class Host:
    def __init__(self, entry, number, world):
        device, state = world.devices[entry["device"]], entry.get("pstate", 0)
        self.name, self.device = f"{entry['device']}-{number}", entry["device"]
        resting = "idle_resident_w" if entry.get("idle") == "resident" else "idle_w"
        states = device.get("pstates", [{"speed": 1, **device}])
        self.idle_0 = device[resting]
        self.idle = states[state]["idle_w"] + self.idle_0 - device["idle_w"]
        self.speed, self.busy = states[state]["speed"], states[state]["busy_w"]
        self.busy_0, self.state = device["busy_w"], state
        residents = entry.get("resident", [])
        self.resident = set(world.pool if residents == "all" else residents)
        self.profiles = {v: world.profiles[v, self.device] for v in world.pool}
        self.loads = {v: world.loads.get((v, self.device), (0, 0)) for v in world.pool}
        self.loaded = None
        self.credit = dict.fromkeys(world.pool, Fraction(0))
        self.job = None  # (end, begin, kind, power, batch)

    def service(self, variant, size):
        """Seconds and watts of a batch: linear between two that are listed, then the pstate."""
        rows = self.profiles[variant]
        below = max(b for b in rows if b <= size)
        above = min(b for b in rows if b >= size)
        part = Fraction(size - below, above - below) if above > below else 0
        time, power = (x + part * (y - x) for x, y in zip(rows[below], rows[above]))
        if self.state:
            place = Fraction(power - self.idle_0) / (self.busy_0 - self.idle_0)
            power = self.idle + place * (self.busy - self.idle)
        return Fraction(time) / self.speed, Fraction(power)

    def load(self, variant):
        """Seconds and watts until `variant` is loaded; nothing where that is free."""
        time, power = self.loads[variant]
        return None if time == 0 or {self.loaded, variant} <= self.resident else (time, power)


class World:
    """The files of a scenario."""

    def __init__(self, file):
        folder, s = file.parent, read(file)
        self.scenario, family = s, read(folder / s["family"])
        self.devices = read(folder / s["platform"])["devices"]
        self.length, self.epoch = duration(s["duration"]), duration(s["epoch"])
        self.tick = tick_of(self.length)
        self.end = self.ticks(self.length)
        self.pool = [v for v in family["variants"] if v in s.get("pool", family["variants"])]
        self.accuracy = {v: family["variants"][v]["accuracy_pct"] for v in self.pool}
        self.profiles, self.loads = {}, {}
        for row in family["profiles"]:
            power = row.get("busy_w", self.devices[row["device"]]["busy_w"])
            rows = self.profiles.setdefault((row["variant"], row["device"]), {})
            rows[row["batch"]] = (Fraction(row["service_ms"]) / 1000, power)
        for row in family.get("switching", []):
            self.loads[row["variant"], row["device"]] = (row["load_time_s"], row["load_power_w"])
        self.hosts, numbers = [], {}
        for entry in s["fleet"]:
            for _ in range(entry.get("count", 1)):
                number = numbers[entry["device"]] = numbers.get(entry["device"], -1) + 1
                self.hosts.append(Host(entry, number, self))
        self.start = instant(s["start"])
        self.steps = self.carbon_steps(folder, s["carbon"])
        self.arrivals = self.arrival_ticks(folder, s["arrivals"])

    def ticks(self, seconds):
        return round(Fraction(seconds) / self.tick)

    def ticks_of(self, text):
        return self.ticks(duration(text))

    def carbon_steps(self, folder, carbon):
        """(begin, grams per kWh), the first cut to begin with the run."""
        if "constant_g_per_kwh" in carbon:
            return [(0, Fraction(carbon["constant_g_per_kwh"]))]
        rows = [(self.ticks(instant(row["timestamp_utc"]) - self.start), Fraction(row["g_per_kwh"]))
                for row in table(folder / carbon["file"])]
        first = max(i for i, (begin, _) in enumerate(rows) if begin <= 0)
        return [(max(begin, 0), g) for begin, g in rows[first:] if begin < self.end]

    def arrival_ticks(self, folder, arrivals):
        if arrivals["process"] == "trace":
            return [self.ticks(instant(row["timestamp_utc"]) - self.start)
                    for row in table(folder / arrivals["file"])]
        count = int(self.length * arrivals["rate_rps"]) + 1
        instants = [self.ticks(Fraction(i) / arrivals["rate_rps"]) for i in range(count)]
        return [a for a in instants if a < self.end]


class Run:
    """Requests, epochs and spans (host, end, begin, kind, power, batch) of what hosts did."""

    def __init__(self, file):
        self.world = world = World(file)
        self.policy, self.hosts, s = Policy(world), world.hosts, world.scenario
        batching = s.get("batching", {})
        self.max_batch = batching.get("max_batch", 1)
        self.max_wait = world.ticks_of(batching.get("max_wait", "0 s"))
        self.deadline = world.ticks_of(s["deadline"]) if "deadline" in s else None
        self.slo = world.ticks_of(s["slo"]["latency"]) if "slo" in s else None
        self.limit, self.pue = s.get("queue_limit"), Fraction(s.get("pue", 1))
        self.epoch_starts = [world.ticks(i * world.epoch)
                             for i in range(-(-world.length // world.epoch))]
        self.boundaries = sorted({*self.epoch_starts, *(b for b, _ in world.steps), world.end})
        self.waiting, self.requests, self.epochs, self.spans = [], [], [], []
        self.served_by = dict.fromkeys(world.pool, 0)
        self.go()

    def go(self):
        """From instant to instant; at each, what happens in the order of "Ties"."""
        arrivals, boundaries = list(self.world.arrivals), list(self.boundaries)
        while True:
            times = boundaries[:1] + arrivals[:1] + [h.job[0] for h in self.hosts if h.job]
            if self.waiting and any(not h.job for h in self.hosts):
                times.append(self.waiting[0]["arrival"] + self.max_wait)
            now = min(times)
            if boundaries[0] == now:
                self.boundary(boundaries.pop(0))
            if now == self.world.end:
                return
            if any(h.job and h.job[0] == now for h in self.hosts):
                for host in self.hosts:
                    if host.job and host.job[0] == now:
                        self.complete(host, now)
                self.take(now)
            while arrivals and arrivals[0] == now:
                self.arrive(arrivals.pop(0))
                self.take(now)
            self.take(now)  # the end of max_wait

    def boundary(self, now):
        if now in self.epoch_starts or now == self.world.end:
            self.drop_late(now)
            if self.epochs:
                busy = sum(len(h.job[4]) for h in self.hosts if h.job)
                self.epochs[-1]["queued"] = len(self.waiting) + busy
        if now == self.world.end:
            for host in self.hosts:
                if host.job:
                    self.spans.append((host, now, *host.job[1:]))
            return
        if now not in self.epoch_starts:
            return
        seen = [s for s in self.world.steps if s[0] <= now]
        self.decision = self.policy.decide(now, seen, self.served_by)
        self.epochs.append({"begin": now, "g": seen[-1][1], "decision": self.decision,
                            "arrivals": 0, "dropped": 0, "switches": 0, "latencies": []})
        if now == 0:
            largest = max(self.decision, key=self.decision.get)
            for host in self.hosts:
                host.loaded = largest
        for host in self.hosts:
            if not host.job:
                self.load_what_is_decided(host, now)

    def load_what_is_decided(self, host, now):
        if len(self.decision) == 1 and host.loaded not in self.decision:
            self.change(host, *self.decision, now)

    def change(self, host, variant, now):
        """Begins to load a variant; True where that takes no time."""
        self.epochs[-1]["switches"] += 1
        load, host.loaded = host.load(variant), variant
        if load:
            host.job = (now + self.world.ticks(load[0]), now, "load", Fraction(load[1]), [])
        return not load

    def serve(self, host, now, batch):
        time, power = host.service(host.loaded, len(batch))
        host.job = (now + self.world.ticks(time), now, "service", power, batch)
        for request in batch:
            request.update(start=now, host=host.name, variant=host.loaded, batch=len(batch),
                           outcome="in_service")

    def complete(self, host, now):
        (_, begin, kind, power, batch), host.job = host.job, None
        self.spans.append((host, now, begin, kind, power, batch))
        for request in batch:
            request.update(end=now, outcome="served", epoch=len(self.epochs) - 1)
            self.epochs[-1]["latencies"].append(now - request["arrival"])
            self.served_by[host.loaded] += 1
        self.load_what_is_decided(host, now)

    def arrive(self, now):
        self.drop_late(now)
        request = {"arrival": now, "outcome": "waiting"}
        self.requests.append(request)
        self.epochs[-1]["arrivals"] += 1
        self.waiting.append(request)
        if self.limit is not None and len(self.waiting) > self.limit:
            self.drop(self.waiting.pop())

    def drop(self, request):
        request.update(outcome="dropped", epoch=len(self.epochs) - 1)
        self.epochs[-1]["dropped"] += 1

    def drop_late(self, now):
        while self.deadline is not None and self.waiting and \
                now - self.waiting[0]["arrival"] > self.deadline:
            self.drop(self.waiting.pop(0))

    def take(self, now):
        self.drop_late(now)
        for host in self.hosts:
            ready = len(self.waiting) >= self.max_batch or \
                (self.waiting and now - self.waiting[0]["arrival"] >= self.max_wait)
            if not ready or host.job:
                continue
            variant = max(self.decision, key=lambda v: host.credit[v] + self.decision[v])
            if host.loaded != variant and not self.change(host, variant, now):
                continue  # what waits stays in the queue, and another host may take it
            batch, self.waiting = self.waiting[:self.max_batch], self.waiting[self.max_batch:]
            for v, share in self.decision.items():
                host.credit[v] += len(batch) * share
            host.credit[variant] -= len(batch)
            self.serve(host, now, batch)
