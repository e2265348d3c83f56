"""Jobs of the media room."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.jobs import GiveUp, JobContext, job


@job(title=gettext_lazy("制作图片版本"), about=("media.Photo", "photo_id"))
def make_renditions(context: JobContext, *, photo_id: int, presets: list[str]) -> str:
    """Make what a photo still lacks of its presets. Runs again without harm: what exists is left alone."""
    from media.models import Photo
    from media.services import MediaError, make_missing_renditions

    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return _("照片已删除。")
    try:
        made = make_missing_renditions(photo=photo, presets=presets, progress=context.progress)
    except MediaError as error:
        raise GiveUp(str(error)) from error
    return ngettext("做好 %(count)d 个版本。", "做好 %(count)d 个版本。", made) % {"count": made}
