"""Looks that are reversed, which Textual leaves out where it puts them together for texts."""

from textual.style import Style

from kinescope_tui.terminal.mixins import WidgetMixin


class Reversible(WidgetMixin):
    """Has `text-style: reverse` of its components in their looks; stands before a widget."""

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Return the look of some components, reversed if one of them is."""
        look = super().get_visual_style(*component_classes, partial=partial)
        styles = map(self.get_component_styles, component_classes)
        return look + Style(reverse=True) if any(s.text_style.reverse for s in styles) else look
