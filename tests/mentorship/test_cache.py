"""The cache without Redis: what is counted in it stays."""

from django.core.cache.backends.filebased import FileBasedCache

from mentorship import settings


def test_hundreds_of_entries_stay(tmp_path):
    """Refused sign-ins are counted per address: a thousand addresses must not push a count out."""
    options = settings.CACHES["default"].get("OPTIONS", {}) if not settings.REDIS_URL else {"MAX_ENTRIES": 10_000}
    cache = FileBasedCache(str(tmp_path), {"OPTIONS": options})
    for number in range(1000):
        cache.set(f"entry{number}", number)
    assert all(cache.get(f"entry{number}") == number for number in range(1000))
