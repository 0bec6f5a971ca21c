"""What the readings say, in words: a piece of the result page, and tables beside it."""
from plots.specification import percent
from results import markdown
from spread import CLAIM, ROUNDING
from wording import TITLES, label


def reach(gains):
    return percent(100 * (gains >= CLAIM).mean())


def span(gains):
    return f"{gains.min():+.0f} to {gains.max():+.0f} %"


def verdict(gains):
    if gains.max() < 0:
        return f"loses in every reading ({span(gains)})"
    if gains.min() > 0:
        return f"gains in every reading ({span(gains)})"
    return f"gains in {percent(100 * (gains > 0).mean())} of the readings ({span(gains)})"


def effect_table(gain, timing):
    columns = {"all": gain.effects, "as designed": gain.effects_of("designed"),
               "all, vs blind": timing.effects,
               "as designed, vs blind": timing.effects_of("designed")}
    rows = [[TITLES[axis]] + [f"{table.main_pct[axis]:.1f} / {table.total_pct[axis]:.1f}"
                              if axis in table.index else "" for table in columns.values()]
            for axis in columns["all"]["total_pct"].sort_values(ascending=False).index]
    return markdown(["choice", *columns], rows)


def decisive_table(gain, choices, first, second):
    """Gains by two choices, as designed."""
    rows = [[label(first, one)] + [f"{span(cell)}, {reach(cell)}" for cell in
                                   (gain.gains(sign="designed", **{first: one, second: other})
                                    for other in choices[second])] for one in choices[first]]
    return markdown([TITLES[first]] + [f"{TITLES[second]} {label(second, other)}"
                                       for other in choices[second]], rows)


def choice_table(gain, timing, choices):
    """A row per choice, as designed."""
    rows = []
    for axis in gain.axes:
        if axis == "sign":
            continue
        for choice in choices[axis]:
            gains = gain.gains(sign="designed", **{axis: choice})
            earned = (span(timing.gains(sign="designed", **{axis: choice}))
                      if axis in timing.axes else "")
            rows.append([f"{TITLES[axis]}: {label(axis, choice)}", str(len(gains)),
                         f"{gains.min():+.0f}", f"{gains.median():+.0f}", f"{gains.max():+.0f}",
                         reach(gains), earned])
    return markdown(["choice", "readings", "least, %", "median, %", "most, %", f"reach {CLAIM} %",
                     "vs blind"], rows)


def listed(pairs):
    return "; ".join(f"{TITLES[axis]}: {label(axis, choice)}" for axis, choice in pairs) or "none"


PIECE = """
## {reached} of all readings reach {claim} %

What the paper leaves open makes its "up to {claim} %" a family of readings. All {count}
combinations of {number} choices were computed on its own trace: South West England, June 2023, half-hourly.

* **All readings**: {span}, half of them above {median:+.0f} %. As designed {designed} reach
  {claim} %, as printed {printed}.
* **Against *blind***, the same models without looking at carbon, the rule as designed
  {timing_designed}; {timing_reach} reach {claim} %. As printed it {timing_printed}.
* **What decides**: {first} and {second}. By themselves they make {first_main:.0f} and
  {second_main:.0f} % of the variance as designed, with all others {first_total:.0f} and
  {second_total:.0f} %.
* **Ruled out** as designed, since no reading with it reaches {claim} %: {never}.
* **Idle power** moves no gain by more than {shift:.0e} percentage points, so each reading is
  counted once, without it.{blindness}

![readings of the claim](readings.png)

*Above: all readings in order. Below: the choices that they rest on, the darker the more of the
readings at that place make that choice. Right of the blue line {claim} % is reached. Small print:
what a choice does to the variance alone, and with others.*

The two choices that decide: gains as designed, and how many of them reach {claim} %.

{decisive}
Every choice, its share of the variance, and sources: [readings-tables.md](readings-tables.md);
every reading: [readings.csv](readings.csv).
"""

BLIND_MEASURE = """
  The paper's measure cannot see it. Where all models draw the same power at work, it adds the same
  grams to every run and takes the same share off what work adds: both cancel."""

TABLES = """# Tables of the readings

A gain is that of carbon-emission efficiency (CEE, docs/model.md). Accuracies and baselines change
no decision and no gram, so they need no runs, and against blind they cancel.

## What moves the gain

Percent of the variance: what a choice does alone (main effect) / with all others (total effect).
These are Sobol' indices, exact over a full factorial of {factorial} readings, {timing_factorial}
against blind.{left_out}

{effects}
## Every choice, as designed

{choices}
{undefined}*Nearest in accuracy* is the single model whose accuracy is nearest to the rule's mean.
The smallest model is the zero of both scales, so it is no baseline.

## Idle power

{idle}
The most that a gain moves from that without idle power, in percentage points.

## Sources, and what is not there

* **Energies**: throughputs of timm's benchmark tables, and the power limit of the card or the TDP
  of the processor; multiply-accumulates are timm's, too. Not there: a GPU at batch 1 with
  ResNet-152 (a V100's figures stop at ResNet-101), and metered power of more than ResNet-50.
* **Accuracies**: torchvision has V2 weights of ResNet-50, 101 and 152 only; ResNet-18 and 34 are
  V1's beside them. He et al. is arXiv:1512.03385. Its 10-crop errors are of Table 3, ResNet-18's of
  Table 2, with shortcuts of option A where the others have B. Its multi-scale errors, of Table 4,
  lack ResNet-18.
* Every figure has its source beside it, in experiments/paper/readings/ and in the shipped families.
"""


def piece(gain, timing, choices, shift):
    designed, printed = gain.gains(sign="designed"), gain.gains(sign="printed")
    effects = gain.effects_of("designed")
    first, second = effects["total_pct"].nlargest(2).index
    earned = timing.gains(sign="designed")
    return PIECE.format(
        claim=CLAIM, reached=reach(gain.gains()), count=len(gain.table), number=len(gain.axes),
        span=span(gain.gains()), median=gain.gains().median(), designed=reach(designed),
        printed=reach(printed), timing_designed=verdict(earned), timing_reach=reach(earned),
        timing_printed=verdict(timing.gains(sign="printed")), first=TITLES[first],
        second=TITLES[second], first_main=effects.main_pct[first],
        second_main=effects.main_pct[second], first_total=effects.total_pct[first],
        second_total=effects.total_pct[second], never=listed(gain.hopeless("designed")),
        shift=shift, blindness=BLIND_MEASURE if shift < ROUNDING else "",
        decisive=decisive_table(gain, choices, first, second))


def tables(gain, timing, choices, idle):
    left = gain.left_out()
    rows = [[label("energies", row.energies), label("idle", row.idle), f"{row.moves_gain:.0e}",
             f"{row.moves_gain_vs_blind:.0e}"] for row in idle.itertuples()]
    return TABLES.format(
        factorial=len(gain.factorial), timing_factorial=len(timing.factorial),
        left_out=f" Left out, as not every other choice meets it: {listed(left)}." if left else "",
        effects=effect_table(gain, timing), choices=choice_table(gain, timing, choices),
        undefined=f"{gain.undefined} readings have no defined gain. " if gain.undefined else "",
        idle=markdown(["energies", "power while idle", "gain", "gain vs blind"], rows))
