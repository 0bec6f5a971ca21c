"""Turns the published figures into platforms/devices.yaml and platforms/families/*.yaml."""
