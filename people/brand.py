"""How messages look: the organisation's colour and its logo."""

import hashlib
import io
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from people.access import anyone, page
from people.models import Organization

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
#: In pixels, as it is kept: twice as much as it is shown, for fine screens.
BOX = (480, 96)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
HEX = re.compile(r"#[0-9a-f]{6}")
#: WCAG 2.2, 1.4.3.
LEAST_CONTRAST = 4.5
WHITE, BLACK = "#ffffff", "#000000"


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well two colours are told apart, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(color: str) -> str:
    """White or black, whichever is read more easily on the colour."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, color))


def is_read_on_white(color: str) -> bool:
    """Whether words of that colour can be read on white paper."""
    return contrast(color, WHITE) >= LEAST_CONTRAST


def cleaned_color(text: str) -> str:
    """`#rrggbb` in small letters, or nothing. Raises ValidationError."""
    color = text.strip().lower()
    if color and not HEX.fullmatch(color):
        raise ValidationError(_("Write the colour as # and six digits or letters from a to f, like #0a5a5c."))
    return color


def cleaned_logo(file: "UploadedFile[Any]") -> bytes:
    """The picture anew as a small PNG, so that nothing but its points is kept. Raises ValidationError."""
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("The picture is larger than 2 MB. Save it smaller, 480 points wide is enough."))
    try:
        Image.open(file, formats=FORMATS).verify()
        upload = Image.open(file, formats=FORMATS)
        if upload.width * upload.height > MOST_PIXELS:
            raise ValidationError(_("The picture has too many points. Save it smaller, 480 points wide is enough."))
        picture = upload.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("This is no picture that we can read. Take a PNG, JPEG, GIF or WebP file.")) from None
    picture.thumbnail(BOX)
    png = io.BytesIO()
    picture.save(png, "PNG", optimize=True)
    return png.getvalue()


def digest_of(logo: bytes) -> str:
    """Names the picture in its address, so that it can be kept for good; empty without one."""
    return hashlib.sha256(logo).hexdigest()[:16] if logo else ""


@page(anyone)
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The organisation's logo, for mail programs; the same address in every message, so it tells nobody apart."""
    organization = Organization.objects.filter(logo_digest=digest).exclude(logo_digest="").first()
    if organization is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(bytes(organization.logo), content_type="image/png", headers=headers)
