"""`{% picture photo "lead" %}`: the one way a page shows a photo."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.languages.conversion import in_script
from core.pictures import Photo, Picture, picture_of

register = template.Library()


@register.simple_tag
def picture(
    photo: Photo | None,
    preset: str,
    *,
    alt: str | None = None,
    caption: str = "",
    credit: str = "",
    priority: bool = False,
    sizes: str = "",
    **attributes: str,
) -> SafeString:
    """`photo` in a preset, from renditions that exist; a box in its main colour while there is none. No photo: nothing.

    `alt` left out: the photo's own alternative text; `alt=""`: a picture that says nothing beside its text.
    `caption` or `credit`: wrapped into a figure. `class`: of the outermost element. `priority`: the picture a reader
    sees first, loaded before everything else. `sizes`: when it stands otherwise than its preset supposes.
    """
    if unknown := attributes.keys() - {"class"}:
        raise template.TemplateSyntaxError(f"picture: unknown attributes {sorted(unknown)}")
    if photo is None:
        return SafeString()
    shown = picture_of(photo, preset)
    text = in_script(photo.default_alt_text) if alt is None else alt
    style = format_html(' class="{}"', attributes["class"]) if attributes.get("class") else SafeString()
    framed = bool(caption or credit)
    inner_style = SafeString() if framed else style
    if shown.is_ready:
        drawn = ready_picture(shown, text, sizes or shown.preset.sizes, inner_style, priority=priority)
    else:
        drawn = waiting_picture(shown, text, attributes.get("class", "") if not framed else "")
    return figure(drawn, caption, credit, style) if framed else drawn


def ready_picture(shown: Picture, alt: str, sizes: str, style: SafeString, *, priority: bool) -> SafeString:
    """`<picture>` with a source a format. Put together here: a page has dozens, and a template each took too long."""
    sources = format_html_join(
        "", '<source type="{}" srcset="{}" sizes="{}">', ((kind, srcset, sizes) for kind, srcset in shown.sources)
    )
    loading = mark_safe('loading="eager" fetchpriority="high"' if priority else 'loading="lazy"')  # noqa: S308  constant
    image = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async">',
        shown.middle.url,
        shown.fallback_srcset,
        sizes,
        str(shown.width),
        str(shown.height),
        alt,
        loading,
    )
    return format_html("<picture{}>{}{}</picture>", style, sources, image)


def waiting_picture(shown: Picture, alt: str, style: str) -> SafeString:
    """A box of the right ratio in the photo's main colour; a drawing, since the site's policy forbids inline styles."""
    width, height = str(shown.width), str(shown.height)
    spoken = format_html('role="img" aria-label="{}"', alt) if alt else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" width="{}" height="{}" {}>'
        '<rect width="{}" height="{}" fill="{}" /></svg>',
        f"picture-waiting {style}".strip(), width, height, width, height, spoken, width, height, shown.colour,
    )  # fmt: skip


def figure(drawn: SafeString, caption: str, credit: str, style: SafeString) -> SafeString:
    words = format_html('<span class="figure__caption">{}</span>', caption) if caption else SafeString()
    if credit:
        words += format_html('<span class="credit">{}</span>', credit)
    return format_html("<figure{}>{}<figcaption>{}</figcaption></figure>", style, drawn, words)


@register.simple_tag
def picture_address(photo: Photo | None, preset: str) -> str:
    """Path of the largest JPEG of `photo` in a preset, for og:image and feeds; "" while there is none."""
    if photo is None:
        return ""
    renditions = picture_of(photo, preset).by_format.get("jpeg")
    return renditions[-1].url if renditions else ""
