"""Addresses of the whole site. Wagtail's pages come last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home import urls as home_urls
from home.views import robots, server_error
from media import urls as media_urls
from news import urls as news_urls
from search import urls as search_urls

handler500 = server_error

uploads = (
    [path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]
    if settings.SERVE_UPLOADS
    else []
)
urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(media_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(news_urls)),
    path("", include("core.stylesheets")),
    path("sitemap.xml", sitemap),
    path("robots.txt", robots),
    *uploads,
    *i18n_patterns(
        path("search/", include(search_urls)),
        path("", include((news_urls.translated_urlpatterns, "readers"))),
        path("", include(home_urls)),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
