"""The registry's models, one module an entity."""

from core.registry.models.organisation import Organisation, OrganisationName
from core.registry.models.person import Appointment, Person, PersonName
from core.registry.models.record import RecordName, RegistryQuerySet, RegistryRecord
from core.registry.models.topic import Topic, TopicName

__all__ = [
    "Appointment",
    "Organisation",
    "OrganisationName",
    "Person",
    "PersonName",
    "RecordName",
    "RegistryQuerySet",
    "RegistryRecord",
    "Topic",
    "TopicName",
]
