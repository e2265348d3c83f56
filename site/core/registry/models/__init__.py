"""The registry's models, one module an entity."""

from core.registry.models.award import Award, AwardBody, AwardName, Conferral, ConferralRound
from core.registry.models.event import Event, EventHost, EventName
from core.registry.models.organisation import Organisation, OrganisationName, Organiser
from core.registry.models.outlet import Outlet, OutletName
from core.registry.models.person import Appointment, Person, PersonName
from core.registry.models.place import Place, PlaceName
from core.registry.models.record import RecordName, RegistryQuerySet, RegistryRecord
from core.registry.models.topic import Topic, TopicName

__all__ = [
    "Appointment",
    "Award",
    "AwardBody",
    "AwardName",
    "Conferral",
    "ConferralRound",
    "Event",
    "EventHost",
    "EventName",
    "Organisation",
    "OrganisationName",
    "Organiser",
    "Outlet",
    "OutletName",
    "Person",
    "PersonName",
    "Place",
    "PlaceName",
    "RecordName",
    "RegistryQuerySet",
    "RegistryRecord",
    "Topic",
    "TopicName",
]
