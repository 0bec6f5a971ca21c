"""Time to bring a variant's weights onto a GPU: a lower bound, weights over the PCIe bus."""

# Measured over PCIe 4.0 x16 from pinned memory. T4 and V100 sit on PCIe 3.0, so they are slower.
PCIE_GB_PER_S = 24.8
BANDWIDTH = (f"{PCIE_GB_PER_S} GB/s (PCIe 4.0 x16, pinned, measured on A100, "
             "forums.developer.nvidia.com/t/352186)")
GPUS = ["rtx3090", "rtx4090", "t4", "v100", "a100"]


def switching_rows(tables, weights_gb, gpus=GPUS):
    """weights_gb: variant -> unrounded GB. CPUs get no rows: nothing crosses a bus."""
    from .devices import gpu  # the same figures the device table ships

    rows = []
    for device in gpus:
        figures = gpu(tables, device)
        resident = "idle_resident_w" in figures
        watts = figures["idle_resident_w" if resident else "idle_w"]
        state = "idle with a process resident" if resident else "idle, no resident figure known"
        for variant, gigabytes in weights_gb.items():
            rows.append({"variant": variant, "device": device,
                         "load_time_s": round(gigabytes / PCIE_GB_PER_S, 6), "load_power_w": watts,
                         "source": "derived: fp32 weights (the variant's weights_gb) / "
                                   f"{BANDWIDTH}, a lower bound; "
                                   f"power: {state}"})
    return rows
