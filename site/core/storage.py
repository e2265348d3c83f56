"""Storage of files that no web server may serve: originals of photos, documents and manuscripts."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """A folder outside every served one. Has no addresses: views that check permission read and send the files."""

    def __init__(self, location: object = None, **options: Any) -> None:
        super().__init__(location=location, base_url=None, **options)  # type: ignore[arg-type]

    def url(self, name: str | None) -> str:
        """Raises NotImplementedError: what Wagtail, like Django, takes to mean "this storage has no addresses"."""
        raise NotImplementedError("原件不公开，没有网址。请通过后台下载。")

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, str]]:
        """How to build this storage elsewhere. All text: Wagtail sends it to the job that deletes a file, as JSON."""
        return "core.storage.PrivateStorage", (), {"location": str(self.location)}


def private_storage() -> Storage:
    """The storage named `private` in settings; a callable so that migrations hold no path."""
    return storages["private"]
