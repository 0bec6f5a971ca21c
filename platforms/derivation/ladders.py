"""efficientnet-imagenet and mobilenetv3-convnext: throughput at the weights' own resolution."""

from .resnet import I9, NHWC, TASK, TIMM_GPUS, curve, timm_gpu_rows
from .rows import EfficiencyCurve, cpu_rows
from .switching import switching_rows

BYTES_PER_WEIGHT = 4  # fp32
EFFICIENTNET_PX = [224, 240, 260, 300, 380, 456, 528, 600]

# variant: (throughput row, weights, input pixels)
EFFICIENTNET = {f"efficientnet-b{i}": (f"tf_efficientnet_b{i}", f"tf_efficientnet_b{i}.aa_in1k", px)
                for i, px in enumerate(EFFICIENTNET_PX)}
MOBILE_CONVNEXT = {
    "mobilenetv3-small": ("mobilenetv3_small_100", "mobilenetv3_small_100.lamb_in1k", 224),
    "mobilenetv3-large": ("mobilenetv3_large_100", "mobilenetv3_large_100.ra_in1k", 224),
    "convnext-tiny": ("convnext_tiny", "convnext_tiny.fb_in1k", 224),
    "convnext-small": ("convnext_small", "convnext_small.fb_in1k", 224),
    "convnext-base": ("convnext_base", "convnext_base.fb_in1k", 224),
    "convnext-large": ("convnext_large", "convnext_large.fb_in1k", 224),
}


def build(tables):
    return [ladder(tables, "efficientnet-imagenet", EFFICIENTNET, efficientnet_curve(tables)),
            ladder(tables, "mobilenetv3-convnext", MOBILE_CONVNEXT, curve(tables))]


def efficientnet_curve(tables):
    """B4 stands for all: B0's curve beside it would make B1 and B2 slower than B3 at batch 1."""
    runs = tables.runs(device="NVIDIA V100-SXM2-16GB", framework="PyTorch", precision="fp16-amp",
                       model="efficientnet_b4")
    return EfficiencyCurve(runs)


def ladder(tables, name, variants, efficiency):
    weights = {v: tables.model(w, px).params_m * BYTES_PER_WEIGHT / 1000
               for v, (_, w, px) in variants.items()}
    return {"family": name, "task": TASK,
            "variants": {v: variant_row(tables, *variants[v][1:], weights[v]) for v in variants},
            "profiles": profile_rows(tables, variants, efficiency),
            "switching": switching_rows(tables, weights, list(TIMM_GPUS))}


def variant_row(tables, weights_name, px, gigabytes):
    model = tables.model(weights_name, px)
    return {"accuracy_pct": model.accuracy_pct, "weights_gb": round(gigabytes, 4),
            "source": f"derived: weights_gb = {model.params_m:.8g} M parameters x "
                      f"{BYTES_PER_WEIGHT} bytes. Not derived: accuracy, "
                      "huggingface/pytorch-image-models@aa4b5850 "
                      f"results/results-imagenet.csv, {weights_name} at {px} px"}


def profile_rows(tables, variants, efficiency):
    rows = []
    for device, long_name in TIMM_GPUS.items():
        for variant, (name, _, px) in variants.items():
            run = tables.run(device=long_name, model=name, input_px=px, **NHWC)
            rows += timm_gpu_rows(variant, device, run, efficiency)
    for variant, (name, _, px) in variants.items():
        rows += cpu_rows(variant, "i9-10940x", tables.run(model=name, input_px=px, **I9))
    return rows
