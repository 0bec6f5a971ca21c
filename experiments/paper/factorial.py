"""How much each choice of a full factorial moves a value: shares of its variance."""
import pandas as pd


class NotFactorial(ValueError):
    """Some combination of choices is there twice, or not at all."""


def balanced(table, axes):
    """The rows of the choices that meet every choice of every other axis, once each. Axes whose
    choices differ in number of rows lose all but their most frequent choices, axis by axis, those
    that differ most first."""
    left = {axis: table[axis].nunique() for axis in axes}
    while len(table) != pd.Series(left).prod():
        counts = {axis: table[axis].value_counts() for axis in axes}
        axis = max(axes, key=lambda a: counts[a].max() / counts[a].min())
        kept = counts[axis].index[counts[axis] == counts[axis].max()]
        if len(kept) == len(counts[axis]):
            raise NotFactorial("expected a full factorial: some combination of choices is there "
                               "twice, or not at all")
        table = table[table[axis].isin(kept)]
        left = {axis: table[axis].nunique() for axis in axes}
    return table


def effects(table, axes, column):
    """A row per axis, in percent of the variance over all rows: `main_pct`, that of the means of
    its choices, and `total_pct`, what is left to it when all other axes are known, so all that it
    does alone and together with others. These are Sobol' indices, exact, as every combination is
    there once: main effects are the eta squared of an analysis of variance, and total effects
    exceed them by all interactions."""
    if table.duplicated(axes).any() or len(table) != table[axes].nunique().prod():
        raise NotFactorial("expected a full factorial: every combination of choices once")
    values = (table.sort_values(axes)[column].to_numpy()
              .reshape([table[axis].nunique() for axis in axes]))
    rows = []
    for at, axis in enumerate(axes):
        others = tuple(i for i in range(len(axes)) if i != at)
        rows.append({"axis": axis, "choices": values.shape[at],
                     "main_pct": 100 * values.mean(axis=others).var() / values.var(),
                     "total_pct": 100 * values.var(axis=at).mean() / values.var()})
    return pd.DataFrame(rows).set_index("axis")
