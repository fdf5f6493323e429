"""bwtb: a district's yearly round of digital-government project requirements, kept as YAML in git."""

__version__ = "0.2.0"
