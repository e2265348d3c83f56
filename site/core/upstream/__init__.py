"""Words that Wagtail's admin shows and no catalogue can reach: written into templates, or never written at all.

What a catalogue can reach stands in `site/locale_upstream/`.
"""
