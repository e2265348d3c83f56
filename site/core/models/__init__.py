"""The models of core, one module an entity."""

from core.jobs.models import *  # noqa: F403
from core.models.base_page import BasePage
from core.models.site_identity import SiteIdentity
from core.models.structure_page import StructurePage
from core.registry.models import (
    Appointment,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    RegistryRecord,
    Topic,
    TopicName,
)

__all__ = [
    "Appointment",
    "BasePage",
    "Organisation",
    "OrganisationName",
    "Person",
    "PersonName",
    "RegistryRecord",
    "SiteIdentity",
    "StructurePage",
    "Topic",
    "TopicName",
]
