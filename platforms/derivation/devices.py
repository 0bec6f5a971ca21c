"""The device table.

GPU figures are for the board alone; server and single-board-computer figures are for the whole
machine at the wall; the i9 figure is for the CPU package. A study must not mix these scopes
without saying so. Where no source exists (off power, most embodied carbon) the key is absent.
"""

from .tables import only, select

PRINTOUTS = "public nvidia-smi printouts at 0 % load"
IMPACT = "mlco2/impact@d0d3ee5a data/gpus.csv"
LLM_ANALYSIS = "cli99/llm-analysis@d841e40a gpu_configs"
ML_ENGINEERING = "stas00/ml-engineering@744d01e1 compute/accelerator/README.md"
BOAVIZTA = "Boavizta/boaviztapi@15878f04 formula and gpu_specs.csv"
SPECPOWER = ("cloud-carbon-footprint/cloud-carbon-coefficients@dda7621f "
             "data/SPECpower-full-results.csv")
NVIDIA_SMI_LIMIT = "as shown by nvidia-smi"

# key: (name in devices.csv, origin of busy_w, origin of memory_gb, name in embodied.csv or None)
GPUS = {
    "rtx3090": ("NVIDIA RTX 3090", IMPACT, IMPACT, None),
    "rtx4090": ("NVIDIA RTX 4090", IMPACT, IMPACT, None),
    "t4": ("NVIDIA T4", IMPACT, IMPACT, None),
    "v100": ("NVIDIA V100-SXM2-16GB", NVIDIA_SMI_LIMIT, LLM_ANALYSIS, None),
    "a100": ("NVIDIA A100-SXM4-40GB", NVIDIA_SMI_LIMIT, LLM_ANALYSIS, "NVIDIA A100 SXM4 40GB"),
    "h100": ("NVIDIA H100-SXM5-80GB", IMPACT, LLM_ANALYSIS, "NVIDIA H100 SXM 80GB"),
    "l4": ("NVIDIA L4", IMPACT, IMPACT, "NVIDIA L4"),
    "a10": ("NVIDIA A10", NVIDIA_SMI_LIMIT, LLM_ANALYSIS, None),
    "l40s": ("NVIDIA L40S", IMPACT, ML_ENGINEERING, None),
}
OTHER_EMBODIED = {
    "a100": "; other estimates for this card: 127.6 (Falk et al., arXiv 2509.00093), 318 with its "
            "share of the server (Chien et al. 2023)",
    "h100": "; the vendor's own sheet for the 8-GPU board amounts to 164 per GPU",
}


def build(tables):
    devices = {key: gpu(tables, key) for key in GPUS}
    devices["v100"] = with_pstates(tables, devices["v100"])
    devices["i9-10940x"] = i9(tables)
    devices["xeon-8380-2s"] = server(tables, "Platinum 8380", 2, "Intel Xeon Platinum 8380")
    devices["epyc-7763-2s"] = server(tables, "EPYC 7763", 2, "AMD EPYC 7763")
    devices["jetson-agx-orin-cpu"] = jetson(tables)
    devices["raspberry-pi-4"] = raspberry_pi(tables)
    return devices


def gpu(tables, key):
    name, limit_source, memory_source, embodied_name = GPUS[key]
    figures = tables.device(name)
    row = {"kind": "gpu", "idle_w": figures.idle_w}
    count = int(figures.idle_samples)
    source = f"{name}, board only. idle: "
    source += f"median of {count} {PRINTOUTS}" if count > 1 else f"one of the {PRINTOUTS}"
    if figures.idle_context_w == figures.idle_context_w:  # not NaN
        row["idle_resident_w"] = figures.idle_context_w
        source += "; idle with a process resident: the same kind of printout in P0 or P2"
    row |= {"busy_w": figures.tdp_w, "memory_gb": figures.mem_gb}
    source += f"; busy: the board's power limit, {limit_source}; memory: {memory_source}"
    if embodied_name:
        embodied, years, how = embodied_carbon(tables, key, embodied_name)
        row |= {"embodied_kgco2e": embodied, "lifetime_years": years}
        source = f"derived: {how}. Not derived: {source}"
    return row | {"source": source}


def embodied_carbon(tables, key, name):
    cards = tables.embodied[tables.embodied.source.str.startswith("Boavizta/boaviztapi")]
    card = only(cards, item=name)
    how = (f"embodied carbon by the parametric model of {BOAVIZTA}, an upper estimate; "
           f"lifetime is an assumption, the same model's default of 26280 h"
           + OTHER_EMBODIED.get(key, ""))
    return card.embodied_kgco2e, card.lifetime_years, how


# Two kernels close to a convolution layer's work. 405 MHz has an odd step and 1102 repeats 1087.
PSTATE_KERNELS = ["CUDA kernel matrixMul", "CUDA kernel convolutionSeparable"]
PSTATE_CLOCKS_MHZ = [1380, 1237, 1087, 945, 802, 705, 600, 502]


def with_pstates(tables, row):
    """Scales the V100's idle-to-limit range by each kernel's own share of its power above idle.

    The clock series was taken on a card that stops at 1380 MHz, so only ratios are used.
    """
    series = select(tables.power_scaling, device="NVIDIA V100", knob="core_clock_mhz")
    idle, busy = row["idle_w"], row["busy_w"]
    states = []
    for clock in PSTATE_CLOCKS_MHZ:
        shares, speeds = [], []
        for kernel in PSTATE_KERNELS:
            top = only(series, workload=kernel, knob_value=1380)
            here = only(series, workload=kernel, knob_value=clock)
            shares.append((here.avg_power_w - idle) / (top.avg_power_w - idle))
            speeds.append(here.relative_speed)
        mean = lambda values: sum(values) / len(values)
        states.append({"speed": round(mean(speeds), 4), "idle_w": idle,
                       "busy_w": round(idle + (busy - idle) * mean(shares), 1)})
    how = ("derived: pstates at core clocks of " + ", ".join(map(str, PSTATE_CLOCKS_MHZ))
           + " MHz: speed = mean of two CUDA kernels (matrixMul, convolutionSeparable); "
           "busy = idle + (limit - idle) x mean share of those kernels' power above idle, "
           "relative to 1380 MHz; "
           "idle assumed the same at every clock; blackjack2015/NV-DVFS-Benchmark@f189504f "
           "data/v100-dvfs-real.csv. Not derived: ")
    source = how + row["source"]
    return {k: v for k, v in row.items() if k != "source"} | {"pstates": states, "source": source}


def i9(tables):
    """No idle reading is published: take the ratio of a 1-socket server of the same generation."""
    tdp = tables.device("Intel Core i9-10940X").tdp_w
    like = tables.server("Platinum 8280", 1)
    idle = round(tdp * like.idle_w_median / like.full_load_w_median, 1)
    return {"kind": "cpu", "idle_w": idle, "busy_w": tdp, "source": (
        f"derived: idle = TDP x {like.idle_w_median:g}/{like.full_load_w_median:g}, the median "
        f"idle over full-load wall power of 1-socket Xeon Platinum 8280 servers (also Cascade "
        f"Lake), {SPECPOWER}. Not derived: busy = TDP, package only, mlco2/codecarbon@b05965e4 "
        "data/hardware/cpu_power.csv")}


def server(tables, cpu, sockets, long_name):
    figures = tables.server(cpu, sockets)
    return {"kind": "cpu", "idle_w": figures.idle_w_median, "busy_w": figures.full_load_w_median,
            "source": f"{sockets} x {long_name}, whole server at the wall: median active idle and "
                      f"full load of {int(figures.servers)} SPECpower results, {SPECPOWER}"}


def jetson(tables):
    figures = tables.device("NVIDIA Jetson AGX Orin (CPU cores)")
    return {"kind": "cpu", "idle_w": figures.idle_w, "busy_w": figures.busy_w_measured,
            "source": "CPU cores of a Jetson AGX Orin, whole board at the wall: lowest sample "
                      "before the run, and typical Arm NN run (24 to 31 W; profiles carry their "
                      "own power), mlcommons/inference_results_v3.0 open/cTuning wall logs"}


def raspberry_pi(tables):
    figures = only(tables.mlperf_power, system="rpi4-armnn-v22.05-neon")
    return {"kind": "cpu", "idle_w": figures.min_wall_w_before_run, "busy_w": figures.avg_wall_w,
            "source": "Raspberry Pi 4, whole board at the wall: lowest sample before and average "
                      f"during a ResNet-50 fp32 single-stream run, {figures.source}"}
