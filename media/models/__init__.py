"""The models of media."""

from media.models.document import LibraryDocument
from media.models.photo import Photo, PhotoPerson, PhotoRendition

__all__ = ["LibraryDocument", "Photo", "PhotoPerson", "PhotoRendition"]
