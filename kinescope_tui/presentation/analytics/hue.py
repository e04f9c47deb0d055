"""The hues in which things that are counted differ; the theme says what they look like."""

from enum import StrEnum


class Hue(StrEnum):
    """The hue of a metric or a product: its value is the theme's variable of that colour."""

    BLUE = "primary"
    TEAL = "secondary"
    VIOLET = "accent"
    GREEN = "success"
    AMBER = "warning"
    ROSE = "error"


HUES = tuple(Hue)
"""In the order in which they are given out."""
