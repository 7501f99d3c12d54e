"""Every secret may come from a file, and a mistake there stops the start with a sentence."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from mentorship.secrets import secret, secrets
from tests.mentorship.test_refusals import ROOT, STRONG, check

NAMES = re.findall(r'\bsecrets?\("([A-Z_]+)"', (ROOT / "mentorship/settings.py").read_text())


def test_these_are_the_secrets():
    assert {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_comes_from_its_file_without_the_line_break(monkeypatch, tmp_path, name):
    monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(f"{name}_FILE", str(written(tmp_path, "from the file\n")))
    assert secret(name, "the default") == "from the file"


@pytest.mark.parametrize("name", NAMES)
def test_both_are_refused(monkeypatch, tmp_path, name):
    monkeypatch.setenv(name, "from the environment")
    monkeypatch.setenv(f"{name}_FILE", str(written(tmp_path, "from the file")))
    with pytest.raises(ImproperlyConfigured) as refused:
        secret(name)
    assert str(refused.value).startswith(f"{name} and {name}_FILE are both set.")
    assert "from the" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n", b"  \r\n", b"\xff\xfe\x00"])
def test_an_empty_or_unreadable_file_is_named(monkeypatch, tmp_path, content):
    path = tmp_path / "secret"
    path.write_bytes(content)
    monkeypatch.setenv("ANY_FILE", str(path))
    with pytest.raises(ImproperlyConfigured, match=f"ANY_FILE names {path}, which"):
        secret("ANY")


def test_a_missing_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("ANY_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match="which cannot be read as text"):
        secret("ANY")


def test_an_empty_setting_counts_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("ANY", "")
    monkeypatch.setenv("ANY_FILE", str(written(tmp_path, "kept")))
    assert secret("ANY") == "kept"


@pytest.mark.parametrize("content", ["one,two", "one\ntwo\n", " one , two "])
def test_several_the_newest_first(monkeypatch, tmp_path, content):
    monkeypatch.setenv("ANY_FILE", str(written(tmp_path, content)))
    assert secrets("ANY") == ["one", "two"]


def test_production_starts_on_files_alone(tmp_path):
    kept = {name: STRONG[name] for name in ("SECRET_KEY", "EMAIL_URL")}
    files = {f"{name}_FILE": str(written(tmp_path, f"{value}\n", name)) for name, value in kept.items()}
    done = check(tmp_path, **dict.fromkeys(kept), **files)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_weak_fallback_stops_the_start(tmp_path):
    done = check(tmp_path, SECRET_KEY_FALLBACKS="change-me")
    assert done.stderr.startswith("SECRET_KEY_FALLBACKS")
    assert "change-me" not in done.stderr


def written(folder: Path, content: str, name: str = "secret") -> Path:
    path = folder / name
    path.write_text(content)
    return path
