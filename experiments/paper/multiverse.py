"""The readings of the paper's claim as a table: runs of Cadis times tables of accuracy times
baselines."""
from pathlib import Path

import pandas as pd

from plots import tables

LADDER = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
FAMILY_ACCURACIES = "torchvision-v1"  # what the families of the study carry
NEAREST = "nearest"
BASELINES = ["resnet152", "resnet101", "resnet50", NEAREST]
# What decides a run, in the order of the tables; accuracies and baseline need none.
RUN_AXES = ["energies", "models", "range", "rounding", "step", "idle", "sign"]
AXES = ["energies", "accuracies", "models", "range", "rounding", "step", "idle", "sign", "baseline"]
POINT = ["energies", "idle", "models", "step"]  # what a rule shares with the models it chooses from
ROUNDING = 1e-12  # of the numbers a difference is made of: below, it is none (docs/model.md)


class ReadingsError(Exception):
    """A table lacks what the readings need; the message says where."""


def read_runs(folder):
    """The study's runs.csv with a column per axis, shares of variants as columns, and `kind`:
    `rule`, `blind` or `model`, the last being one variant at all times (`variant`)."""
    path = Path(folder) / "runs.csv"
    runs = tables.read(path)
    for name in ("named_cell", "pool", "epoch", "axis_policy"):
        if name not in runs:
            raise ReadingsError(f"{path}:1: no column '{name}'; expected the study readings.yaml")
    if (runs["queued"] != 0).any() or (runs["dropped"] != 0).any():
        raise ReadingsError(f"{path}: requests are queued or dropped; give the fleet more devices")
    runs[["energies", "idle"]] = runs["named_cell"].str.split(" ", expand=True)
    runs["models"] = runs["pool"].str.count("resnet")
    runs["step"] = runs["epoch"]
    words = runs["axis_policy"].str.split(" ")
    runs["kind"] = words.str[0].map({"designed": "rule", "printed": "rule", "blind": "blind"})
    runs["kind"] = runs["kind"].fillna("model")
    runs["variant"] = words.str[0].where(runs["kind"] == "model")
    for place, name in ((-3, "sign"), (-2, "range"), (-1, "rounding")):
        runs[name] = words.str[place].where(runs["kind"] != "model")
    shares = pd.DataFrame([shares_of(mix) for mix in runs["mix"]], index=runs.index,
                          columns=LADDER).fillna(0.0)
    if ((shares.sum(axis=1) - 1).abs() > 1e-9).any():
        raise ReadingsError(f"{path}: mix: expected shares that sum to 1")
    return pd.concat([runs, shares], axis=1)


def shares_of(mix):
    """{variant: share} of `a:0.25;b:0.75`."""
    return {name: float(share) for name, _, share in (part.partition(":")
                                                      for part in mix.split(";"))}


def read_accuracies(path, runs):
    """Accuracy in percent, tables of accuracy × variants; missing where a table lacks a variant.
    The families' own is what the runs of one model served."""
    table = pd.read_csv(path).pivot(index="accuracies", columns="variant", values="accuracy_pct")
    served = runs[runs["kind"] == "model"].groupby("variant")["accuracy_served_pct"]
    if ((served.max() - served.min()) > 1e-9).any():
        raise ReadingsError("runs.csv: the families of the study differ in accuracy")
    table.loc[FAMILY_ACCURACIES] = served.mean()
    return table.reindex(columns=LADDER).sort_index()


def readings_of(runs, accuracies):
    """A row per reading, undefined gains as NaN."""
    models = runs[runs["kind"] == "model"].set_index(POINT + ["variant"])["carbon_g"].unstack()
    parts = []
    for table in accuracies.index:
        for count, rules in runs[runs["kind"] == "rule"].groupby("models"):
            pool = LADDER[-count:]
            if accuracies.loc[table, pool].isna().any():
                continue
            blind = runs[(runs["kind"] == "blind") & (runs["models"] == count)]
            parts += read_with(accuracies.loc[table, pool], rules, blind,
                               models.reindex(columns=LADDER)[pool], table)
    return pd.concat(parts, ignore_index=True)[
        AXES + ["baseline_model", "accuracy_pct", "carbon_g", "cee_pct_per_g", "gain_pct",
                "gain_vs_blind_pct"]]


def read_with(accuracy, rules, blind, models, table):
    """The readings of the rules under one table of accuracies, a frame per baseline."""
    grams = models.loc[pd.MultiIndex.from_frame(rules[POINT])].set_axis(rules.index)
    found = rules[RUN_AXES + ["carbon_g"]].assign(accuracies=table)
    found["accuracy_pct"] = rules[accuracy.index] @ accuracy
    found["cee_pct_per_g"] = efficiency(found["accuracy_pct"], found["carbon_g"], accuracy, grams)
    partner = (rules[RUN_AXES].reset_index()
               .merge(blind, on=RUN_AXES, how="left", validate="one_to_one").set_index("index"))
    found["gain_vs_blind_pct"] = gain(found["cee_pct_per_g"], efficiency(
        partner[accuracy.index] @ accuracy, partner["carbon_g"], accuracy, grams))
    of_model = pd.DataFrame({v: efficiency(accuracy[v], grams[v], accuracy, grams)
                             for v in accuracy.index})
    distance = pd.DataFrame({v: (found["accuracy_pct"] - accuracy[v]).abs()
                             for v in accuracy.index})
    nearest = distance.idxmin(axis=1)
    parts = []
    for baseline in BASELINES:
        model = nearest if baseline == NEAREST else pd.Series(baseline, index=found.index)
        at = of_model.columns.get_indexer(model)
        theirs = pd.Series(of_model.to_numpy()[range(len(at)), at], index=found.index)
        parts.append(found.assign(baseline=baseline, baseline_model=model,
                                  gain_pct=gain(found["cee_pct_per_g"], theirs)))
    return parts


def efficiency(accuracy_pct, grams, accuracy, model_grams):
    """Carbon-emission efficiency against the smallest model, as docs/model.md has it; undefined
    where no gram is spent beyond it."""
    smallest = accuracy.index[0]
    spent = grams - model_grams[smallest]
    return ((accuracy_pct - accuracy[smallest]) /
            spent.where(spent.abs() > ROUNDING * model_grams[smallest]))


def gain(cee, theirs):
    return 100 * (cee / theirs.where(theirs > 0) - 1)
