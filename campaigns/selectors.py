"""Queries on campaigns that more than one view needs."""

from __future__ import annotations

from django.db.models import QuerySet

from campaigns.models import CampaignOrganiser, CampaignPage
from core.registry.selectors import put_survivors
from news.models import StoryPage
from news.selectors import live_stories, stories_naming


def campaign_stories(campaign: CampaignPage) -> QuerySet[StoryPage]:
    """The public stories of the campaign's topic in its language, newest first."""
    if campaign.topic is None:
        return live_stories(campaign.locale).none()
    return stories_naming(campaign.topic.resolved(), campaign.locale)


def organisers_of(campaign: CampaignPage) -> list[CampaignOrganiser]:
    """The organisers by role, then in the editor's order, merged organisations as their survivors."""
    roles = CampaignOrganiser.Role.values
    rows = sorted(campaign.organisers.all().select_related("organisation"), key=lambda row: roles.index(row.role))
    put_survivors(rows, "organisation")
    return rows
