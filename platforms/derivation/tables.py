"""Reads the published tables and looks figures up; a look-up that is not unique is an error."""

from pathlib import Path

import pandas as pd

MIB = 2**20


class Tables:
    """The CSV files of one folder, read once."""

    def __init__(self, folder):
        folder = Path(folder)
        read = lambda name: pd.read_csv(folder / name)
        self.models = read("models.csv")
        self.inference = read("inference.csv")
        self.devices = read("devices.csv")
        self.idle_readings = read("idle_readings.csv")
        self.servers = read("servers.csv")
        self.embodied = read("embodied.csv")
        self.power_scaling = read("power_scaling.csv")
        self.mlperf_power = read("mlperf_power.csv")
        self.switching = read("switching.csv")
        self.timm_accuracy = read("raw/results-imagenet.csv")

    def device(self, name):
        return only(self.devices, device=name)

    def server(self, cpu, sockets):
        return only(self.servers, cpu=cpu, sockets=sockets)

    def model(self, name, input_px=None):
        keys = {"model": name} if input_px is None else {"model": name, "input_px": input_px}
        return only(self.models, **keys)

    def run(self, **keys):
        return only(self.inference, **keys)

    def runs(self, **keys):
        return select(self.inference, **keys).sort_values("batch_size")


def select(table, **keys):
    for column, value in keys.items():
        table = table[table[column] == value]
    return table


def only(table, **keys):
    rows = select(table, **keys)
    if len(rows) != 1:
        raise LookupError(f"expected one row for {keys}, found {len(rows)}")
    return rows.iloc[0]
