"""Result page, tables and plots of the paper study; reads nothing but CSVs. See reproduce.sh for the call."""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import pandas as pd

import pictures
from results import (CUTS, PAPERS_GRID, RULE, SPANS, VS_BLIND, VS_LARGE, VS_MIX, extremes, is_below_zero, markdown, other_grids, read, read_all,
                     select, signed)

PAGE = """# The paper's rule and its "up to 80 %", on its own grid and on {others} more

{trial}{headline}
The paper (arXiv:2403.15824) says its rule raises carbon-emission efficiency (CEE) by up to 80 %. CEE is accuracy gained over the
smallest model per gram of CO2e spent beyond it. Here the rule looks back 24 h, and chooses among ResNet-34, 50, 101 and 152.

## On {title_grids}

![gain by grid](gains.png)

*Gain in CEE in June 2023 against always using ResNet-152, grid by grid, four models, direct emissions. Hollow: the same
models in the same shares, served without looking at carbon. The line from there to the full dot is what timing adds. Diamonds: a fixed mix
of two models with the rule's accuracy, which needs no carbon signal.*

* **Against always ResNet-152** the use of smaller models counts, too: a flat grid gains as well.
* **Against blind**, the same mix of models without looking at carbon, only timing counts.
* **Against a fixed mix** of two models with the same accuracy the rule must show that looking at carbon pays at all.
* The **oracle** knows the future: no schedule with that accuracy emits less.

June 2023:

{june}
The whole of 2023:

{year}
Gains in CEE in %; *mix*: carbon cut against the fixed mix in %, negative where the rule emits more. ± is half the 95 % interval over
days. 5 models: with ResNet-18. Accuracy, grams, every policy and every interval: [tables.md](tables.md), [comparisons.csv](comparisons.csv).

## Does the step of decisions matter?

{steps}
Rows ending in `.hourly` decide half-hourly grids by the hour.
<a id="readings"></a>{readings}
## Decided by one signal, counted by another

{counted}
## A week on the paper's grid

![a week](week.png)

*Middays are clean and nights are dirty: the rule goes through all five models twice a day.*

![accuracy against grams](accuracy.png)

*South West England, June 2023, five models. The grey line is what fixed mixes of two models reach: the rule lies on its right, with more
grams for the same accuracy.*

## Drawn series say the same

{generated}
## Substituted, and not known

**Substituted.** An RTX 3090 at 350 W without idle power stands for the paper's GPU; ResNet throughputs of a public benchmark (batch 1024,
mixed precision) for its energies; a constant 1000 requests a second. Emissions are direct, except where a label says life-cycle. The rule
starts cold: its range never looks back before the first hour of the run.

**The grids.** South West England is NESO's regional series: a chained model forecast, not metered, without a zone in the file (taken as
UTC). It has small steps at 23:30 daily, and a break on 7 June at 09:00. `GB.neso` is Great Britain by its grid operator, `GB` by Electricity
Maps. Sources, licences and quirks of all: [traces/README.md](../../traces/README.md). Contains information from
[Electricity Maps](https://www.electricitymaps.com), made available under the
[Open Database License](https://opendatacommons.org/licenses/odbl/1-0/). Supported by National Energy SO Open Data.

**Not known.** The paper's table of energies, its GPU, its rounding, its baseline, and which day's range it used.{spanned}
"""

TRIAL = "**A trial run of three hours on a few grids, to see that all works: its figures say nothing of the paper.**\n\n"

TABLES = """# Tables of the paper study

Everything is matched to the trailing rule: blind to its mix, static-mix and oracle to its accuracy; for another rule's own row they are
matched to that rule. ± is half the 95 % interval; of real series, one run each, over its days; of drawn ones over 3 seeds.

## What the rule costs (June 2023, 4 models, 2.6 billion requests)

{costs}
## Every policy (South West England, June 2023, 5 models)

{policies}
## Drawn series (June 2023)

{drawn}"""


def decomposed(row):
    """(gain against large, what blind has of it, what timing adds), in %, with (1+a) = (1+b)(1+c)."""
    large, timing = row[VS_LARGE], row[VS_BLIND]
    return large, 100 * ((1 + large / 100) / (1 + timing / 100) - 1), timing


def by_life_cycle(rows):
    """The same of life-cycle emissions, where they are counted."""
    column = "carbon_life-cycle_cut_vs_static_mix_pct"
    known = rows[rows[column].notna()] if column in rows else rows[:0]
    return "" if known.empty else f" By life-cycle emissions, which the rule does not see, it does on {(known[column] < 0).sum()} of {len(known)}."


def headline(june, readings):
    """The three lines that a hurried reader takes along."""
    own = select(june, grid=PAPERS_GRID, models=4)
    others = other_grids(june[june["models"] == 4])
    lines = []
    if own is not None:
        large, models, timing = decomposed(own)
        cut, high = own[VS_MIX], own[VS_MIX + "_hi"]
        verb = f"{abs(cut):.1f} % {'more' if cut < 0 else 'less'}" + ("" if pd.isna(high) else f" (± {high - cut:.1f})")
        lines.append(f"**On the paper's own grid** (South West England, June 2023) the rule gains **{large:+.0f} %** against always ResNet-152: "
                     f"{timing:+.0f} % of timing, on top of {models:+.0f} % that smaller models give without looking at carbon. "
                     f"Against a fixed mix of two models that is as accurate, the rule emits {verb}.")
    if readings is not None:
        gain, designed = readings["gain_pct"], readings.loc[readings["sign"] == "designed", "gain_pct"]
        lines.append(f"**Over all {len(gain)} readings** of what the paper leaves open, the gain lies from {gain.min():+.0f} % to {gain.max():+.0f} %, "
                     f"half of them above {gain.median():+.0f} %; {100 * (gain >= 80).mean():.0f} % of them reach the paper's 80 %, "
                     f"{100 * (designed >= 80).mean():.0f} % of those with the rule as designed ([below](#readings)).")
    if not others.empty:
        lost, surely = (others[VS_MIX] < 0).sum(), is_below_zero(others, VS_MIX).sum()
        lines.append(f"**On {len(others)} other real grids** it gains {extremes(others, VS_LARGE)}, of which timing {extremes(others, VS_BLIND)}; "
                     f"a fixed mix of two models that is as accurate emits less than the rule on {lost} of them, beyond the 95 % interval on {surely}." + by_life_cycle(others))
    return "\n\n".join(lines) + "\n"


def in_order(grids):
    """The paper's own grid first."""
    return sorted(set(grids), key=lambda grid: (not grid.startswith(PAPERS_GRID), grid))


def gain_table(rule, span):
    """Gains by grid, those of the user's own traces below."""
    here = rule[rule["span"] == span]
    header = ["grid"] + [f"{models} models: vs large" if column == VS_LARGE else title
                         for models in (4, 5) for column, title in ((VS_LARGE, ""), (VS_BLIND, "vs blind"), (VS_MIX, "mix"))]
    rows = [["*the paper*", "**up to +80**"] + [""] * 5] if span == "june" else []
    for series in sorted(set(here["series"])):
        ours = here[here["series"] == series]
        for grid in in_order(grid for grid in ours["grid"] if not grid.endswith(".hourly")):
            rows.append([grid + ("" if series == "real" else f" ({series})")] +
                        [signed(select(ours, grid=grid, models=models), column)
                         for models in (4, 5) for column in (VS_LARGE, VS_BLIND, VS_MIX)])
    return markdown(header, rows)


def step_table(june):
    header = ["grid", "models", "gain vs large, %", "gain vs blind, %"]
    rows = [[grid, str(models)] + [signed(select(june, grid=grid, models=models), column) for column in (VS_LARGE, VS_BLIND)]
            for hourly in in_order(june["grid"]) if hourly.endswith(".hourly")
            for grid in (hourly.removesuffix(".hourly"), hourly) for models in (4, 5)]
    return markdown(header, rows)


def counted_section(june):
    """What timing earns by direct emissions, which the rule sees, and by life-cycle ones, in words and by grid."""
    rows = june[(june["models"] == 4) & june["carbon_life-cycle_g"].notna()] if "carbon_life-cycle_g" in june else june[:0]
    if rows.empty:
        return "Not in this run.\n"
    cut, other = CUTS["cut vs blind, %"], "carbon_life-cycle_cut_vs_blind_pct"
    kept = (rows[other] / rows[cut])[rows[cut] > 0]
    worst = rows.loc[kept.idxmin(), "grid"]
    header = ["grid", "cut vs blind: direct, %", "life-cycle, %", "cut vs fixed mix: direct, %", "life-cycle, %"]
    table = markdown(header, [[row["grid"]] + [signed(row, column) for column in
                                               (cut, other, VS_MIX, "carbon_life-cycle_cut_vs_static_mix_pct")]
                              for _, row in rows.sort_values("grid").iterrows()])
    return (f"The rule saw direct emissions. The same joules by life-cycle emissions: of what timing saves, "
            f"{100 * kept.median():.0f} % are left in the median of {len(kept)} grids, {100 * kept.min():.0f} % on the worst ({worst}). "
            f"June 2023, 4 models:\n\n{table}")


def cost_table(rows):
    header = ["grid", "series", "accuracy, %", "kg CO2e", "CEE, points/kg", *CUTS]
    return markdown(header, [[row["grid"], row["series"], f"{row['accuracy_served_pct']:.2f}", f"{row['carbon_g'] / 1000:.3g}",
                              f"{1000 * row['cee_pct_per_g']:.3g}"] + [signed(row, column) for column in CUTS.values()]
                             for grid in in_order(rows["grid"]) for _, row in rows[rows["grid"] == grid].iterrows()])


def policy_table(table):
    header = ["policy", "peeks", "accuracy, %", "kg CO2e", "CEE, points/kg", "gain vs static-large, %", "gain vs blind, %", *CUTS]
    rows = []
    for _, row in table.iterrows():
        cee = "" if pd.isna(row["cee_pct_per_g"]) else f"{1000 * row['cee_pct_per_g']:.3g}"
        rows.append([row["policy"], "yes" if row["peeks"] else "no", f"{row['accuracy_served_pct']:.2f}",
                     f"{row['carbon_g'] / 1000:.3g}", cee] +
                    [signed(row, column) for column in (VS_LARGE, VS_BLIND, *CUTS.values())])
    return markdown(header, rows)


def drawn_table(drawn):
    header = ["grid", "4 models: vs large", "vs blind", "mix", "5 models: vs large", "vs blind", "mix"]
    return markdown(header, [[grid] + [signed(select(drawn, grid=grid, models=models), column) for models in (4, 5)
                                       for column in (VS_LARGE, VS_BLIND, VS_MIX)]
                             for grid in in_order(drawn["grid"])])


def drawn_summary(june, drawn):
    """How far series drawn from a grid's climatology are from the grid itself, in words."""
    hourly = june[~june["grid"].isin(["GB.neso", PAPERS_GRID])].assign(grid=lambda t: t["grid"].str.removesuffix(".hourly"))
    both = hourly.merge(drawn, on=["grid", "models"], suffixes=("", "_drawn"))
    if both.empty:
        return "Not in this run.\n"
    lines = []
    for column, name in ((VS_LARGE, "always ResNet-152"), (VS_BLIND, "blind")):
        apart = (both[column + "_drawn"] - both[column]).abs()
        lines.append(f"against {name} by {apart.mean():.1f} points on average, {apart.max():.1f} at most "
                     f"({both.loc[apart.idxmax(), 'grid']})")
    more = drawn[(drawn["models"] == 4) & ~drawn["grid"].isin(hourly["grid"])]
    text = f"Of {both['grid'].nunique()} grids three Junes each were drawn from a climatology: days that did not happen. Their gains differ from the real June's\n{lines[0]}, and {lines[1]}.\n"
    if not more.empty:
        text += f"{len(more)} more grids have a climatology only: against always ResNet-152 {extremes(more, VS_LARGE)}. All in [tables.md](tables.md).\n"
    return text


def write(path, text):
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.rename(path)


def main():
    parser = argparse.ArgumentParser()
    for name in ("june", "year", "generated", "run", "out"):
        parser.add_argument("--" + name, required=True)
    for name in ("readings", "your-june", "your-year"):
        parser.add_argument("--" + name)
    parser.add_argument("--trial", action="store_true", help="say that these are three hours, to see that all works")
    given = parser.parse_args()
    out = Path(given.out)
    table = read_all({("real", "june"): given.june, ("real", "year"): given.year, ("drawn", "june"): given.generated,
                      ("yours", "june"): given.your_june, ("yours", "year"): given.your_year})
    columns = ["span", "series"] + [c for c in table.columns if c not in ("span", "series")]
    table[columns].to_csv(out / "comparisons.csv", index=False, lineterminator="\n")
    rule = table[table["policy"] == RULE]
    june = rule[(rule["span"] == "june") & (rule["series"] == "real")]
    drawn = rule[rule["series"] == "drawn"]
    readings = pd.read_csv(Path(given.readings) / "readings.csv") if given.readings else None

    four = table[(table["span"] == "june") & (table["models"] == 4) & (table["series"] != "drawn")]
    four = four.assign(grid=four["grid"].where(four["series"] != "yours", four["grid"] + " (yours)"))
    pictures.plot_gains(four[~four["grid"].str.endswith(".hourly")], out, "gains")
    pictures.plot_week(given.run, out)
    pictures.plot_accuracy(read(given.june, "runs.csv"), out)
    write(out / "tables.md", TABLES.format(
        costs=cost_table(rule[(rule["span"] == "june") & (rule["models"] == 4) & (rule["series"] != "drawn")]),
        policies=policy_table(table[(table["grid"] == PAPERS_GRID) & (table["models"] == 5) & (table["span"] == "june")]),
        drawn=drawn_table(drawn)))
    others = other_grids(june[june["models"] == 4])
    lost = others[others[VS_MIX] < 0]
    fragment = (Path(given.readings) / "readings.md").read_text() if given.readings else ""
    write(out / "README.md", PAGE.format(
        others=len(others), trial=TRIAL if given.trial else "", headline=headline(june, readings),
        title_grids=f"{len(lost)} of {len(others)} other grids a fixed mix of two models beats the rule",
        june=gain_table(rule[rule["series"] != "drawn"], "june"), year=gain_table(rule[rule["series"] != "drawn"], "year"), steps=step_table(june), counted=counted_section(june), readings=fragment, generated=drawn_summary(june, drawn),
        spanned=" All of that is spanned above." if given.readings else ""))


main()
