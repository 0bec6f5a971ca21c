"""What the readings say together: how many reach the claim, and which choices that rests on."""
import pandas as pd

import factorial
from multiverse import AXES

CLAIM = 80  # percent, arXiv:2403.15824
ROUNDING = 1e-6  # percentage points: what moves a gain by less does not move it


def matters(table, axis, column):
    """Whether the column changes with this axis alone, anywhere."""
    groups = table.groupby([a for a in AXES if a != axis], dropna=False)[column]
    return bool((groups.max() - groups.min()).max() > ROUNDING)


class Side:
    """The readings of one gain, those that differ in a choice that moves it, once each. `effects`
    are over `factorial`, its part in which every choice meets every other."""

    def __init__(self, table, column):
        self.column = column
        self.axes = [axis for axis in AXES if matters(table, axis, column)]
        table = table.drop_duplicates(self.axes)
        self.table = table.dropna(subset=[column])
        self.undefined = len(table) - len(self.table)
        self.factorial = factorial.balanced(self.table, self.axes)
        self.effects = factorial.effects(self.factorial, self.axes, column)

    def gains(self, **chosen):
        table = self.table
        for axis, choice in chosen.items():
            table = table[table[axis] == choice]
        return table[self.column]

    def effects_of(self, sign):
        """With the rule of one sign."""
        axes = [axis for axis in self.axes if axis != "sign"]
        return factorial.effects(self.factorial[self.factorial["sign"] == sign], axes, self.column)

    def hopeless(self, sign):
        """[(axis, choice)]: those with which no reading of this sign reaches the claim."""
        table = self.table[self.table["sign"] == sign]
        most = {(axis, choice): gains.max() for axis in self.axes if axis != "sign"
                for choice, gains in table.groupby(axis)[self.column]}
        return [pair for pair, gain in most.items() if gain < CLAIM]

    def left_out(self):
        """[(axis, choice)]: those that are not in the full factorial."""
        return [(axis, choice) for axis in self.axes for choice in self.table[axis].unique()
                if choice not in set(self.factorial[axis])]


def idle_table(table, gain, timing):
    """By energies and idle power: the most that the gains move from those without idle power, in
    percentage points."""
    others = [axis for axis in AXES if axis != "idle"]
    none = table[table["idle"] == "none"].set_index(others)[[gain, timing]]
    rows = []
    for (energies, idle), part in table[table["idle"] != "none"].groupby(["energies", "idle"]):
        part = part.set_index(others)[[gain, timing]]
        most = (part - none.reindex(part.index)).abs().max()
        rows.append({"energies": energies, "idle": idle, "readings": len(part),
                     "moves_gain": most[gain], "moves_gain_vs_blind": most[timing]})
    return pd.DataFrame(rows, columns=["energies", "idle", "readings", "moves_gain",
                                       "moves_gain_vs_blind"])
