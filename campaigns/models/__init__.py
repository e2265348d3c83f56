"""The models of campaigns, one module an entity."""

from campaigns.models.campaign import CampaignOrganiser, CampaignPage

__all__ = ["CampaignOrganiser", "CampaignPage"]
