"""What tables and figures call the choices that the paper leaves open."""
from multiverse import AXES

TITLES = {"energies": "energies per inference", "accuracies": "accuracies",
          "models": "models to choose from", "range": "range observed", "rounding": "rounding",
          "step": "time between decisions", "idle": "power while idle", "sign": "sign of the rule",
          "baseline": "baseline"}
# In the order in which they are shown.
LABELS = {
    "energies": {"rtx3090": "RTX 3090, batch 1024", "rtx4090": "RTX 4090, batch 1024",
                 "rtx4090-compiled": "RTX 4090, compiled", "i9-10940x": "i9-10940X, batch 1",
                 "macs": "multiply-accumulates"},
    "accuracies": {"torchvision-v1": "torchvision V1", "torchvision-v2": "torchvision V2 where any",
                   "timm-a1": "timm a1, 224 px", "he-10-crop": "He et al., 10-crop",
                   "he-multi-scale": "He et al., multi-scale"},
    "models": {4: "ResNet-34 to 152", 5: "ResNet-18 to 152"},
    "range": {"trailing": "trailing 24 h", "running": "since the start",
              "day": "the day's, known ahead", "hindsight": "the month's, known ahead"},
    "rounding": {"nearest": "to the nearest", "floor": "down", "ceiling": "up"},
    "step": {"30 min": "30 min", "1 h": "1 h"},
    "idle": {"none": "none", "at-rest": "at rest", "resident": "model resident"},
    "sign": {"designed": "as designed", "printed": "as printed"},
    "baseline": {"resnet152": "ResNet-152", "resnet101": "ResNet-101", "resnet50": "ResNet-50",
                 "nearest": "nearest in accuracy"}}


def label(axis, choice):
    return LABELS[axis].get(choice, str(choice))


def ordered_choices(table):
    """{axis: the choices that the table has}, new ones behind those known."""
    there = {axis: list(table[axis].unique()) for axis in AXES}
    return {axis: [c for c in LABELS[axis] if c in found] +
            sorted((c for c in found if c not in LABELS[axis]), key=str)
            for axis, found in there.items()}
