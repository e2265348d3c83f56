"""Loads the packages' templates with what is written into them for English readers alone made ours."""

from __future__ import annotations

from django.template import Origin
from django.template.loaders import app_directories

#: In a form of an account, the surname before the given name.
GIVEN_NAME_FIRST = (
    "{% formattedfield form.first_name %}</li>\n                        <li>{% formattedfield form.last_name %}",
    "{% formattedfield form.last_name %}</li>\n                        <li>{% formattedfield form.first_name %}",
)

#: By template: what stands there, and what is to stand there. A test tells when an upgrade makes a line useless.
WORDING: dict[str, tuple[tuple[str, str], ...]] = {
    "wagtailadmin/home.html": (('value="Search"', "value=\"{% trans 'Search' %}\""),),
    "wagtailadmin/shared/header.html": (('value="Search"', "value=\"{% trans 'Search' %}\""),),
    "wagtailadmin/shared/headers/_actions.html": (
        ('aria-label="Actions"', "{% load i18n %}aria-label=\"{% trans 'Actions' %}\""),
    ),
    # True, False and None, for screen readers.
    "wagtailadmin/tables/boolean_cell.html": (("title=value|stringformat:'s'", "title=value|yesno"),),
    # Nobody: what was published by the system.
    "wagtailadmin/shared/user_avatar.html": (("{{ user }}", "{{ user|default_if_none:'' }}"),),
    "wagtailadmin/reports/listing/_list_page_types_usage.html": (
        ("{{ page_type.app_label }}.{{ page_type.model }}", "{{ page_type.app_labeled_name }}"),
    ),
    "wagtailusers/users/create.html": (GIVEN_NAME_FIRST,),
    "wagtailusers/users/edit.html": (GIVEN_NAME_FIRST,),
    "wagtaillocales/index.html": (
        (
            "{{ locale.num_pages }} pages{% if locale.num_others %} + {{ locale.num_others }} others{% endif %}",
            "{% blocktrans with pages=locale.num_pages others=locale.num_others %}"
            "{{ pages }} pages + {{ others }} others{% endblocktrans %}",
        ),
    ),
}


class Loader(app_directories.Loader):
    """Django's loader of the applications' templates, with `WORDING` applied."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        for found, wanted in WORDING.get(str(origin.template_name), ()):
            contents = contents.replace(found, wanted)
        return contents
