"""The models of home."""

from home.models.front import FrontKind, FrontModule, FrontPin
from home.models.home_page import HomePage
from home.models.standard_page import StandardPage

__all__ = ["FrontKind", "FrontModule", "FrontPin", "HomePage", "StandardPage"]
