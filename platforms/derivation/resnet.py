"""resnet-imagenet and resnet-imagenet-newer: the same costs with two sets of weights."""

from .rows import (EfficiencyCurve, batch_time_ms, cpu_rows, profile, small_batch_rows,
                   throughput_row)
from .switching import switching_rows
from .tables import MIB

LADDER = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
TASK = "ImageNet-1k top-1"
TF1 = {"framework": "TensorFlow 1", "precision": "fp16-amp", "model": "resnet50"}
SERVING_GPUS = {"t4": "NVIDIA T4", "v100": "NVIDIA V100-SXM2-16GB", "a100": "NVIDIA A100-SXM4-40GB"}
NHWC = {"framework": "PyTorch 2.4.0 NHWC", "precision": "fp16-amp"}
TIMM_GPUS = {"rtx3090": "NVIDIA RTX 3090", "rtx4090": "NVIDIA RTX 4090"}
I9 = {"device": "Intel Core i9-10940X", "framework": "PyTorch 2.4.0 NCHW torch.compile",
      "precision": "fp32"}


def build(tables):
    profiles = profile_rows(tables)
    switching = switching_rows(tables, exact_weights(tables))
    family = lambda name, variants: {"family": name, "task": TASK, "variants": variants,
                                     "profiles": profiles, "switching": switching}
    return [family("resnet-imagenet", torchvision_variants(tables)),
            family("resnet-imagenet-newer", a1_variants(tables))]


def exact_weights(tables):
    return {v: tables.model(f"{v}.tv_V1").weights_mib * MIB / 1e9 for v in LADDER}


def torchvision_variants(tables):
    weights = exact_weights(tables)
    row = lambda v, m: {"accuracy_pct": m.accuracy_pct, "weights_gb": round(weights[v], 4),
                        "source": f"{m.source}, IMAGENET1K_V1"}
    return {v: row(v, tables.model(f"{v}.tv_V1")) for v in LADDER}


def a1_variants(tables):
    """One modern recipe over all five depths; torchvision's newer weights stop at ResNet-50."""
    weights = exact_weights(tables)
    row = lambda v, m: {"accuracy_pct": m.accuracy_pct, "weights_gb": round(weights[v], 4),
                        "source": "huggingface/pytorch-image-models@aa4b5850 "
                                  f"results/results-imagenet.csv, {v}.a1_in1k at 224 px; file size "
                                  "of torchvision's weights of the same network"}
    return {v: row(v, tables.model(f"{v}.a1_in1k", 224)) for v in LADDER}


def large_batch(tables, device):
    return {v: tables.run(device=TIMM_GPUS[device], model=v, input_px=224, **NHWC) for v in LADDER}


def curve(tables):
    return EfficiencyCurve(tables.runs(device=SERVING_GPUS["v100"], **TF1))


def i9_runs(tables):
    return {v: tables.run(model=v, input_px=224, **I9) for v in LADDER}


def profile_rows(tables):
    rows = []
    for device in TIMM_GPUS:
        for variant, run in large_batch(tables, device).items():
            rows += timm_gpu_rows(variant, device, run, curve(tables))
            if run.batch_size == 512:
                rows.append(batch_1024_row(variant, device, run))
    for device in SERVING_GPUS:
        rows += serving_gpu_rows(tables, device)
    for variant, run in i9_runs(tables).items():
        rows += cpu_rows(variant, "i9-10940x", run)
    return rows + xeon_rows(tables)


def timm_gpu_rows(variant, device, run, efficiency):
    """Small batches derived, the large batch measured."""
    small = small_batch_rows(variant, device, run, efficiency)
    return small + [throughput_row(variant, device, run)]


def batch_1024_row(variant, device, run):
    """The RTX 4090's runs stop at batch 512; past it the throughput is taken as flat."""
    return profile(variant, device, 1024, 2 * batch_time_ms(run),
                   f"derived: 2 x the batch-512 time, throughput taken as flat from there; "
                   f"{run.images_per_s:.8g} images/s at batch 512, {run.source}")


def serving_gpu_rows(tables, device):
    """ResNet-50 as measured by batch; the other depths scaled by the RTX 3090's cost ratios."""
    ladder = large_batch(tables, "rtx3090")
    rows = []
    for variant in LADDER:
        ratio = ladder["resnet50"].images_per_s / ladder[variant].images_per_s
        for run in tables.runs(device=SERVING_GPUS[device], **TF1).itertuples():
            if variant == "resnet50":
                source = f"{run.source}: mean latency, TensorFlow 1 fp16-amp"
                time_ms = run.latency_ms_per_batch
            else:
                source = (f"derived: ResNet-50's latency here, {run.latency_ms_per_batch:g} ms "
                          f"({run.source}), x {ladder['resnet50'].images_per_s:.8g}/"
                          f"{ladder[variant].images_per_s:.8g}, the throughputs on RTX 3090 at "
                          f"batch 1024 ({ladder[variant].source})")
                time_ms = round(run.latency_ms_per_batch * ratio, 6)
            rows.append(profile(variant, device, run.batch_size, time_ms, source))
    return rows


OPENVINO = {"device": "Intel Xeon (ICX, 32-core part, page does not name it)",
            "framework": "OpenVINO", "model": "resnet50"}


def xeon_rows(tables):
    """fp32 throughput of the machine, as a time per batch: a capacity, not a request's latency.

    MLPerf's int8 offline rate of the 2 x 8380 server, times fp32 over int8 of the same software
    (OpenVINO) on the same microarchitecture (Ice Lake), times the i9's fp32 ladder ratios.
    """
    int8 = tables.run(device="2x Intel Xeon Platinum 8380", framework="MLPerf v1.1 offline",
                      precision="no change.", model="resnet50")
    best_int8 = tables.run(batch_size=116, precision="int8", **OPENVINO).images_per_s
    i9 = i9_runs(tables)
    rows = []
    for variant in LADDER:
        ladder = i9["resnet50"].images_per_s / i9[variant].images_per_s
        for batch in (1, 64):
            fp32 = tables.run(batch_size=batch, precision="fp32", **OPENVINO).images_per_s
            rate = int8.images_per_s * fp32 / best_int8
            source = (f"derived: batch / ({int8.images_per_s:.8g} images/s int8 offline, "
                      f"{int8.source}, x {fp32:.8g}/{best_int8:.8g} fp32 over int8 of OpenVINO on "
                      "a 32-core Ice Lake part, intel.com "
                      "ai-performance-Part32C-ICX-DeepLearningInference.html) "
                      f"x {ladder:.4f}, the fp32 time ratio on i9-10940X; a rate of the whole "
                      "machine, not a request's latency")
            rows.append(profile(variant, "xeon-8380-2s", batch,
                                round(1000 * batch / rate * ladder, 6), source))
    return rows
