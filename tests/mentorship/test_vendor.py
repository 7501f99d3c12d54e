"""Of the npm packages browsers get exactly the files that pages use."""

from django.contrib.staticfiles import finders

from mentorship.vendor import FILES, VendorFinder


def test_each_file_is_found_where_pages_look():
    assert all(finders.find(path) for path in FILES)


def test_the_rest_of_the_packages_is_not():
    assert finders.find("vendor/tabler/css/tabler-flags.min.css") is None


def test_collecting_takes_each_once():
    listed = [f"{storage.prefix}/{name}" for name, storage in VendorFinder().list(None)]
    assert sorted(listed) == sorted(FILES)


def test_missing_packages_are_said_with_the_remedy(settings, tmp_path):
    settings.NODE_MODULES = tmp_path
    (problem,) = VendorFinder().check()
    assert "npm ci" in problem.hint
