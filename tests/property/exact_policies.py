"""The policies of exact_reference.py, from docs/model.md ("Policies").

Where the page leaves a tie open: the variant that stands first in the pool; of `spread: epochs`
the larger share before that.
"""

import itertools
from fractions import Fraction


class Policy:
    """decide(now, seen steps, served by variant): shares by variant, those above 0."""

    def __init__(self, world):
        self.world, self.given = world, world.scenario["policy"]
        first, batch = world.hosts[0], world.scenario.get("batching", {}).get("max_batch", 1)
        self.energy, self.marginal = {}, {}
        for v in world.pool:
            time, power = first.service(v, batch)
            self.energy[v] = power * time / batch
            self.marginal[v] = (power - first.idle) * time / batch
        self.by_energy = sorted(world.pool, key=lambda v: (self.energy[v], world.accuracy[v]))
        self.window = world.ticks_of(self.given.get("window", "24 h"))

    def decide(self, now, seen, served):
        name = self.given["name"]
        if name == "heuristic":
            return {self.nearest(now, seen): Fraction(1)}
        if name in ("blind", "static-mix"):
            return self.spread(self.shares(), served)
        fixed = {"static-small": self.by_energy[0], "static-large": self.by_energy[-1]}
        return {fixed.get(name) or self.given["variant"]: Fraction(1)}

    def nearest(self, now, seen):
        kind, present = self.given.get("range", "trailing"), seen[-1][1]
        steps = self.world.steps if kind == "hindsight" else seen
        if kind == "trailing":
            steps = [s for s in seen if s[0] >= now - self.window] or seen[-1:]
        low, high = min(g for _, g in steps), max(g for _, g in steps)
        energies = self.energy.values()
        part = (high - present) / (high - low) if high > low else Fraction(1, 2)
        target = min(energies) + (max(energies) - min(energies)) * part
        rounding = self.given.get("rounding", "nearest")
        allowed = [v for v in self.world.pool
                   if rounding == "nearest" or self.energy[v] == target
                   or (self.energy[v] < target) == (rounding == "floor")]
        return min(allowed, key=lambda v: (abs(self.energy[v] - target), self.energy[v]))

    def shares(self):
        if self.given["name"] == "blind":
            return {v: Fraction(self.given["shares"].get(v, 0)) for v in self.world.pool}
        accuracy, asked = self.world.accuracy, Fraction(self.given["accuracy_pct"])
        cheapest = min(self.world.pool, key=lambda v: (self.marginal[v], -accuracy[v]))
        if accuracy[cheapest] >= asked:
            return {cheapest: Fraction(1)}
        mixes = [{v: Fraction(1)} for v in self.world.pool if accuracy[v] == asked]
        for a, b in itertools.permutations(self.world.pool, 2):
            if accuracy[a] < asked < accuracy[b]:
                x = (asked - accuracy[a]) / (accuracy[b] - accuracy[a])
                mixes.append({a: 1 - x, b: x})
        # Of all mixes that have the accuracy, the cheapest lies on the hull.
        return min(mixes, key=lambda mix: sum(x * self.marginal[v] for v, x in mix.items()))

    def spread(self, shares, served):
        shares = {v: shares[v] for v in self.world.pool if shares.get(v, 0) > 0}
        free = all(h.loads[v][0] == 0 or set(self.world.pool) <= h.resident
                   for h in self.world.hosts for v in self.world.pool)
        way = self.given.get("spread", "auto")
        if len(shares) == 1 or way == "requests" or (way == "auto" and free):
            return shares
        total = sum(served.values())
        behind = max(shares, key=lambda v: (shares[v] * total - served[v], shares[v]))
        return {behind: Fraction(1)}
