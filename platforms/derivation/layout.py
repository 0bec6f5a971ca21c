"""Writes the YAML: one profile per line, numbers that read back exactly, sources in quotes."""

import json

HEADER = ["# Written by platforms/derive.py: change the script, not this file."]


def number(value):
    """Shortest text that reads back as the same double, without a needless '.0'."""
    value = float(value)
    return str(int(value)) if value.is_integer() else repr(value)


def scalar(value):
    if isinstance(value, dict):
        return flow(value)
    if isinstance(value, str):
        return value
    return number(value)


def flow(row):
    """{key: value, ...}; the source is quoted, every other text is a plain word."""
    cells = (f"{key}: {quoted_if_source(key, value)}" for key, value in row.items())
    return "{" + ", ".join(cells) + "}"


def quoted_if_source(key, value):
    return json.dumps(value) if key == "source" else scalar(value)


def devices_text(devices):
    lines = HEADER + ["cadis: 1", "devices:"]
    for name, row in devices.items():
        lines.append(f"  {name}:")
        for key, value in row.items():
            if key == "pstates":
                lines.append("    pstates:")
                lines += [f"      - {flow(state)}" for state in value]
            else:
                lines.append(f"    {key}: {quoted_if_source(key, value)}")
    return "\n".join(lines) + "\n"


def family_text(family):
    lines = HEADER + ["cadis: 1", f"family: {family['family']}", f"task: {family['task']}",
                      "variants:"]
    width = max(len(name) for name in family["variants"]) + 1
    lines += [f"  {name + ':':<{width}} {flow(row)}" for name, row in family["variants"].items()]
    for part in ("profiles", "switching"):
        if family.get(part):
            lines.append(f"{part}:")
            lines += [f"  - {flow(row)}" for row in family[part]]
    return "\n".join(lines) + "\n"


