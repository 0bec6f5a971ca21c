"""Derives what is shipped in traces/ from a folder of gathered series."""
