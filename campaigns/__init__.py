"""Campaigns: pledges with progress, live entries, forms. Its models arrive with the campaigns issue."""
