"""The apps of the site that are ours, for tests that must look at all of them."""

from people.checks import our_apps

APPS = tuple(sorted(our_apps()))
