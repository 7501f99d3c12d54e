"""Dockerfile, compose file, example environment and operations guide say what the code does."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
READERS = [ROOT / "mentorship/settings.py", ROOT / "mentorship/launch/web_server.py", ROOT / "docker-compose.yml"]
EXAMPLES = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
GUIDE = (ROOT / "docs/operations.md").read_text()


SETTINGS = (ROOT / "mentorship/settings.py").read_text()
SECRETS = re.findall(r'\bsecrets?\(\s*"([A-Z_]+)"', SETTINGS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_read_by_something(name):
    secret = name.removesuffix("_FILE")
    assert secret in SECRETS or any(name in reader.read_text() for reader in READERS)


def test_every_setting_is_in_the_guide():
    read = {*re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS), *SECRETS}
    assert sorted(name for name in read if f"`{name}`" not in GUIDE) == []


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_is_in_the_guide_s_list_of_secrets(name):
    section = GUIDE.partition("## Secrets")[2].partition("\n## ")[0]
    assert f"`{name}`" in section


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_the_example_shows_how_a_secret_comes_from_a_file(name):
    assert f"#{name}_FILE=/run/secrets/{name.lower()}" in (ROOT / ".env.example").read_text()


@pytest.mark.parametrize("service", [name for name in COMPOSE if COMPOSE[name].get("build")])
def test_the_containers_see_the_files_and_cannot_write_them(service):
    assert "./secrets:/run/secrets:ro" in COMPOSE[service]["volumes"]


def test_the_files_are_neither_committed_nor_in_the_image():
    assert "/secrets/" in (ROOT / ".gitignore").read_text().split()
    assert "secrets/" in (ROOT / ".dockerignore").read_text().split()


@pytest.mark.parametrize("service", [name for name in COMPOSE if name != "migrate"])
def test_every_service_says_how_it_is_found_healthy(service):
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "healthcheck" in COMPOSE[service] or (COMPOSE[service].get("build") and "HEALTHCHECK" in dockerfile)


@pytest.mark.parametrize("service", ["web", "worker", "clock"])
def test_nothing_starts_before_the_schema_is_there(service):
    assert COMPOSE[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_files_named_in_commands_exist():
    commands = (ROOT / "Dockerfile").read_text() + (ROOT / "docker-compose.yml").read_text() + GUIDE
    for path in set(re.findall(r"\bmentorship/launch/[\w.]+", commands)):
        assert (ROOT / path).is_file(), path


def test_the_image_does_not_run_as_root():
    last_user = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[-1]
    assert last_user not in {"root", "0"}
