"""The models of news, one module an entity."""

from news.models.column import ColumnCounter, ColumnEntryPage, ColumnNumber, ColumnPage
from news.models.feature import FeaturePage
from news.models.identity import StoryIdentity
from news.models.links import (
    StoryByline,
    StoryOrganisation,
    StoryPerson,
    StorySection,
    StoryTopic,
)
from news.models.photo_story import PhotoStoryPage
from news.models.published_version import PublishedVersion
from news.models.section import SectionPage
from news.models.story import StoryPage

__all__ = [
    "ColumnCounter",
    "ColumnEntryPage",
    "ColumnNumber",
    "ColumnPage",
    "FeaturePage",
    "PhotoStoryPage",
    "PublishedVersion",
    "SectionPage",
    "StoryByline",
    "StoryIdentity",
    "StoryOrganisation",
    "StoryPage",
    "StoryPerson",
    "StorySection",
    "StoryTopic",
]
