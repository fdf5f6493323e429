"""Bytes of a YAML file → data with the place of every node, in a strict profile; and text back. Knows no registry."""
