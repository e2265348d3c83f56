"""The one refusal that every room understands: a page was about to turn live and may not."""

from __future__ import annotations


class PublicationNotAllowed(Exception):
    """Raised where `live` turns true, before anything is saved. Its text, in Chinese, tells an editor why."""
