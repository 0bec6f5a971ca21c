"""Checks the written files as a reader sees them, and prints the tables the README shows."""

import math
from collections import defaultdict

import yaml

from . import resnet
from .tables import select


def check(files):
    """files: name -> text; devices.yaml and one file per family."""
    texts = dict(files)
    devices = yaml.safe_load(texts.pop("devices.yaml"))["devices"]
    for name, row in devices.items():
        assert 0 < row["idle_w"] <= row.get("idle_resident_w", row["idle_w"]) <= row["busy_w"], name
        assert ("embodied_kgco2e" in row) == ("lifetime_years" in row), name
        assert row["source"], name
        check_pstates(name, row)
    for text in texts.values():
        check_family(yaml.safe_load(text), devices)


def check_pstates(name, row):
    states = row.get("pstates", [])
    if states:
        first = {"speed": 1, "idle_w": row["idle_w"], "busy_w": row["busy_w"]}
        assert states[0] == first, name
        assert all(a["speed"] > b["speed"] and a["busy_w"] > b["busy_w"]
                   for a, b in zip(states, states[1:])), name


def check_family(family, devices):
    batches = defaultdict(list)
    for row in family["profiles"]:
        assert row["variant"] in family["variants"] and row["device"] in devices, row
        assert math.isfinite(row["service_ms"]) and row["service_ms"] > 0, row
        assert row["source"], row
        assert row.get("busy_w", 1e9) > devices[row["device"]]["idle_w"], row
        batches[row["device"], row["variant"]].append(row["batch"])
    for (device, variant), listed in batches.items():
        assert listed == sorted(set(listed)), (device, variant)
        assert listed[0] == 1 and listed[-1] >= 32, (device, variant)
    for device in {device for device, _ in batches}:
        assert {v for d, v in batches if d == device} == set(family["variants"]), device
    for name, row in family["variants"].items():
        assert 0 < row["accuracy_pct"] < 100 and 0 < row["weights_gb"] < 2, name
        assert row["source"], name
    for row in family.get("switching", []):
        assert row["load_time_s"] > 0, row
        assert row["load_power_w"] >= devices[row["device"]]["idle_w"], row


def ladder_ratios(tables):
    """Cost of a ResNet relative to ResNet-50 where a whole ladder was measured."""
    cloud_gpu = "NVIDIA V100 (Google Colab Pro)"
    cloud_cpu = "CPU of Google Colab Pro (not named)"
    rates = {"RTX 3090, fp16, batch 1024": resnet.large_batch(tables, "rtx3090"),
             "RTX 4090, fp16, batch 512": resnet.large_batch(tables, "rtx4090"),
             "V100, TensorRT fp16, batch 1": measured(tables, device=cloud_gpu),
             "i9-10940X, fp32, batch 1": resnet.i9_runs(tables),
             "unnamed cloud CPU, ONNX fp32, batch 1": measured(tables, device=cloud_cpu)}
    for name, runs in rates.items():
        cells = [f"{cost(runs, v):.2f}" if v in runs else "" for v in resnet.LADDER]
        print(f"| {name} | " + " | ".join(cells) + " |")


def measured(tables, **keys):
    rows = select(tables.inference, **keys)
    return {r.model: r for r in rows.itertuples() if r.model in resnet.LADDER}


def cost(runs, variant):
    return runs["resnet50"].images_per_s / runs[variant].images_per_s


def joules_per_image(devices, family):
    """Busy joules per image, as shipped: busy power x batch time / batch."""
    times = {(p["device"], p["variant"], p["batch"]): p["service_ms"] for p in family["profiles"]}
    for device in ("rtx3090", "rtx4090", "t4", "v100", "a100", "i9-10940x"):
        cells = [f"{devices[device]['busy_w'] * times[device, v, b] / b / 1000:.3g}"
                 for v in ("resnet18", "resnet50", "resnet152") for b in (1, 8, 32)]
        print(f"| {device} | " + " | ".join(cells) + " |")
