"""Search: Chinese analysis, engines, the search page. Until they arrive Wagtail's database search answers the admin."""
