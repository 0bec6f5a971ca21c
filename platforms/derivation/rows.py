"""The rules that make profile rows; each states its assumption where it is applied."""

SMALL_BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256]
CPU_BATCHES = [8, 32]


def batch_time_ms(run):
    """Time of one whole batch from a throughput figure."""
    return 1000.0 * run.batch_size / run.images_per_s


def profile(variant, device, batch, service_ms, source, busy_w=None):
    row = {"variant": variant, "device": device, "batch": int(batch),
           "service_ms": float(service_ms)}
    if busy_w is not None:
        row["busy_w"] = busy_w
    return row | {"source": source}


def throughput_row(variant, device, run):
    return profile(variant, device, run.batch_size, batch_time_ms(run),
                   f"{run.source}: {run.images_per_s:.8g} images/s, {run.precision}, "
                   f"{run.framework}")


class EfficiencyCurve:
    """Throughput by batch size of one measured model, relative to its best.

    Assumption wherever it is used: on another GPU, and for another network of the same family,
    the share of its own best throughput at a batch size is the same.
    """

    def __init__(self, runs):
        best = runs.images_per_s.max()
        self.share = {int(r.batch_size): r.images_per_s / best for r in runs.itertuples()}
        first = runs.iloc[0]
        self.name = (f"{first.model} on {first.device} at this batch, {first.framework} "
                     f"{first.precision}, {first.source}")


def small_batch_rows(variant, device, run, curve):
    """batch x (time per image of the measured large batch) / relative efficiency, below that batch.

    Where the curve would make a larger batch faster than a smaller one, the smaller one's stands.
    """
    per_image_ms = 1000.0 / run.images_per_s
    rows, slowest = [], 0.0
    for batch in (b for b in SMALL_BATCHES if b < run.batch_size and b in curve.share):
        slowest = max(slowest, batch * per_image_ms / curve.share[batch])
        rows.append(profile(variant, device, batch, round(slowest, 6),
                            f"derived: batch / ({run.images_per_s:.8g} images/s at batch "
                            f"{run.batch_size:g}, {run.source}) / relative efficiency of "
                            f"{curve.name}"))
    return rows


def cpu_rows(variant, device, run):
    """Batch 1 as measured; larger batches take proportionally longer, an upper bound.

    Support: ResNet-50 fp32 on a 32-core Ice Lake part gains 2 to 5 % from batch 1 to 64.
    """
    one = throughput_row(variant, device, run)
    return [one] + linear_rows(one, one["source"])


def linear_rows(one, origin):
    return [profile(one["variant"], one["device"], batch, round(batch * one["service_ms"], 6),
                    f"derived: {batch} x the batch-1 time, no gain from batching assumed; batch 1: "
                    + origin.removeprefix("derived: "),
                    one.get("busy_w"))
            for batch in CPU_BATCHES]
