"""The models of home."""

from home.models.home_page import HomePage
from home.models.standard_page import StandardPage

__all__ = ["HomePage", "StandardPage"]
