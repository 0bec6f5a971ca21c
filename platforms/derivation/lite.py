"""efficientnet-lite: accuracy, time and wall power from metered MLPerf open submissions."""

from .resnet import TASK
from .rows import linear_rows, profile
from .tables import only

BYTES_PER_WEIGHT = {"fp32": 4, "int8": 1}
JETSON = {"device": "NVIDIA Jetson AGX Orin (CPU cores)",
          "framework": "Arm NN, MLPerf v3.0 open single-stream"}
PI = {"device": "Raspberry Pi 4 (Cortex-A72)",
      "framework": "Arm NN 23.05; latency is the 90th percentile"}
VARIANTS = {f"lite{size}-{precision}": (size, precision)
            for precision in ("int8", "fp32") for size in range(5)}


def build(tables):
    rows = []
    for variant in VARIANTS:
        rows += jetson_rows(tables, variant)
    for variant in VARIANTS:
        rows += pi_rows(tables, variant)
    return [{"family": "efficientnet-lite", "task": TASK,
             "variants": {v: variant_row(tables, v) for v in VARIANTS}, "profiles": rows}]


def model_name(variant):
    size, precision = VARIANTS[variant]
    return f"efficientnet-{precision}-lite{size}"


def variant_row(tables, variant):
    size, precision = VARIANTS[variant]
    params = float(only(tables.timm_accuracy, model=f"tf_efficientnet_lite{size}.in1k").param_count)
    model = tables.model(f"{model_name(variant)}.mlperf-open")
    width = BYTES_PER_WEIGHT[precision]
    return {"accuracy_pct": model.accuracy_pct, "weights_gb": round(params * width / 1000, 5),
            "source": f"derived: weights_gb = {params:g} M parameters x {width} "
                      f"byte{'s' * (width > 1)} (huggingface/pytorch-image-models@aa4b5850 "
                      "results/results-imagenet.csv, "
                      f"tf_efficientnet_lite{size}.in1k). Not derived: accuracy, {model.source}"}


def jetson_rows(tables, variant):
    run = tables.run(model=model_name(variant), **JETSON)
    one = profile(variant, "jetson-agx-orin-cpu", 1, run.latency_ms_per_batch,
                  f"{run.source}: mean latency and average wall power of the run", run.power_w)
    return [one] + linear_rows(one, one["source"])


def pi_rows(tables, variant):
    """Only the 90th percentile is published; power is set so that the energy is as metered."""
    run = tables.run(model=model_name(variant), **PI)
    watts = round(run.energy_mj_per_image / run.latency_ms_per_batch, 4)
    one = profile(variant, "raspberry-pi-4", 1, run.latency_ms_per_batch,
                  f"derived: busy_w = {run.energy_mj_per_image:.8g} mJ per image at the wall / "
                  f"90th-percentile latency. Not derived: that latency, {run.source}", watts)
    return [one] + linear_rows(one, one["source"])
