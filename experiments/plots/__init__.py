"""Kinds of plots of a study's or a run's output folder; see ../plot.py."""
