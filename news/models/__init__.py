"""The models of news, one module an entity."""

from news.models.column import ColumnCounter, ColumnEntryPage, ColumnNumber, ColumnPage
from news.models.feature import FeaturePage
from news.models.identity import StoryIdentity
from news.models.links import (
    StoryAward,
    StoryByline,
    StoryEvent,
    StoryOrganisation,
    StoryPerson,
    StoryPlace,
    StorySection,
    StoryTopic,
)
from news.models.notice import NoticeIndexPage, NoticePage
from news.models.photo_story import PhotoStoryPage
from news.models.profile import Industry, ProfileAchievement, ProfileIndexPage, ProfilePage
from news.models.published_version import PublishedVersion
from news.models.reader_correction import ReaderCorrection
from news.models.section import SectionPage
from news.models.story import StoryPage

__all__ = [
    "ColumnCounter",
    "ColumnEntryPage",
    "ColumnNumber",
    "ColumnPage",
    "FeaturePage",
    "Industry",
    "NoticeIndexPage",
    "NoticePage",
    "PhotoStoryPage",
    "ProfileAchievement",
    "ProfileIndexPage",
    "ProfilePage",
    "PublishedVersion",
    "ReaderCorrection",
    "SectionPage",
    "StoryAward",
    "StoryByline",
    "StoryEvent",
    "StoryIdentity",
    "StoryOrganisation",
    "StoryPage",
    "StoryPerson",
    "StoryPlace",
    "StorySection",
    "StoryTopic",
]
