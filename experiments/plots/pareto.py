"""Accuracy against grams: every policy a point, and the front of those that do not peek."""
from plots import looks
from plots.tables import PlotError

PER_PAGE = 12
FRONT = "front without peeking"


def front(points):
    """The points, by rising grams, that no other beats: less or equal carbon_g at greater or equal
    accuracy_served_pct."""
    best = float("-inf")
    kept = []
    for row in points.sort_values(["carbon_g", "accuracy_served_pct"],
                                  ascending=[True, False]).itertuples():
        if row.accuracy_served_pct > best:
            best = row.accuracy_served_pct
            kept.append(row.Index)
    return points.loc[kept]


def means(rows):
    """One row per policy: means over the seeds that every policy of the group has, since seeds
    differ more than policies do."""
    seeds = set.intersection(*(set(part["seed"]) for _, part in rows.groupby("policy")))
    if not seeds:
        raise PlotError("runs.csv: no seed that all policies of a group ran with; choose policies "
                        "by --where policy=NAME")
    columns = ["carbon_g", "accuracy_served_pct", "arrivals", "served", "peeks"]
    points = rows[rows["seed"].isin(seeds)].groupby("policy", sort=False)[columns].mean()
    return points.dropna(subset=["accuracy_served_pct"]).assign(seeds=len(seeds))


def figures(study, where=()):
    """Yields (name, figure): one panel per group of runs.csv."""
    runs = study.select(study.runs, where)
    policies = list(study.runs["policy"].unique())
    groups = [(title, means(rows)) for title, rows in study.groups(runs)]
    groups = [(title, points) for title, points in groups if not points.empty]
    if not groups:
        raise PlotError("runs.csv: nothing was served, so there is no accuracy to draw")
    for suffix, page in looks.pages(groups, PER_PAGE):
        yield "pareto" + suffix, draw(page, policies)


def draw(groups, policies):
    shown = [name for name in policies if any(name in points.index for _, points in groups)]
    is_single = len(groups) == 1
    size = {"width_in": 4.5} if is_single else {}
    columns = 2 if len(groups) in (2, 4) else 3
    figure, axes, upper, lower = looks.panels(len(groups), columns, 3 if is_single else 1.75,
                                              len(shown) + 1, sharey=True, **size)
    divisor, label = looks.scale_and_label("carbon_g", max(p["carbon_g"].max() for _, p in groups))
    handles = {}
    for place, (title, points) in zip(axes, groups):
        best = front(points[points["peeks"] == 0])
        if len(best) > 1:
            handles[FRONT], = place.step(
                best["carbon_g"] / divisor, best["accuracy_served_pct"], where="post",
                color="0.65", lw=1, zorder=1)
        for row in points.itertuples():
            colour, mark, _ = looks.look(policies.index(row.Index))
            name = row.Index + (" (peeks)" if row.peeks else "")
            handles[name], = place.plot(row.carbon_g / divisor, row.accuracy_served_pct, mark,
                                        color=colour, ms=5.5, mew=1, mfc="none", ls="none")
            if row.served < 0.99 * row.arrivals:
                place.annotate(f"{100 * row.served / row.arrivals:.0f} % served",
                               (row.carbon_g / divisor, row.accuracy_served_pct), (4, -8),
                               textcoords="offset points", fontsize=6)
        place.set_title(looks.wrapped(title, 26), fontsize=8)
        place.margins(0.12)
        place.grid(color="0.92", lw=0.6)
        place.set_axisbelow(True)
    counts = sorted({int(n) for _, points in groups for n in points["seeds"]})
    seeds = " or ".join(map(str, counts)) + (" seed" if counts == [1] else " seeds")
    upper.supxlabel(f"{label}, mean of {seeds}", fontsize=8)
    upper.supylabel("accuracy of served requests (%)", fontsize=8)
    order = [n for p in shown for n in (p, p + " (peeks)") if n in handles]
    order += [FRONT] if FRONT in handles else []
    lower.legend([handles[name] for name in order], order, ncols=2 if is_single else 3,
                 loc="center", frameon=False)
    return figure
