"""The models of core, one module an entity."""

from core.jobs.models import *  # noqa: F403
from core.languages import models as languages
from core.languages.models import *  # noqa: F403
from core.models.base_page import BasePage
from core.models.site_identity import SiteIdentity
from core.models.structure_page import StructurePage
from core.registry import models as registry
from core.registry.models import *  # noqa: F403
from core.registry.rolls.models import RollImport

__all__ = ["BasePage", "RollImport", "SiteIdentity", "StructurePage"]
__all__ += languages.__all__
__all__ += registry.__all__
