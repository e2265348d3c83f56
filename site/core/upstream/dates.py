"""wagtail-localize's editor writes dates with English names of months, whatever the language: in numbers instead."""

from __future__ import annotations

from wagtail_localize import models
from wagtail_localize.views import edit_translation

#: For `strftime`; reads the same in every language of the admin.
IN_NUMBERS = "%Y-%m-%d"


def write_in_numbers() -> None:
    models.DATE_FORMAT = edit_translation.DATE_FORMAT = IN_NUMBERS
