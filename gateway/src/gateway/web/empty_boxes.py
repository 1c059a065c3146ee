"""A mixin for forms' schemas: an empty box is one that was not filled in."""

from marshmallow import pre_load


class EmptyBoxes:
    """Fields that are not required take their defaults for boxes that were left empty."""

    @pre_load
    def _without_empty_boxes(self, data, **kwargs):
        return {name: text for name, text in data.items() if text.strip()}
