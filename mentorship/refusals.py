"""Settings that a site with real people in it must not start with."""

from urllib.parse import urlsplit

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5  # different ones, as Django's own check asks
PLACEHOLDERS = ("change-me", "only-for", "django-insecure")


def weaknesses(secret_key: str, is_debug: bool, allowed_hosts: list[str], base_url: str) -> list[str]:
    """What is weak, one sentence each with its remedy; empty when the site may start."""
    findings = {
        "SECRET_KEY is a placeholder or too short. Make one: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"': is_weak(secret_key),
        "DEBUG shows the inside of the site to everyone. Set DEBUG=false.": is_debug,
        "ALLOWED_HOSTS must name the site's host names, without wildcards.": not allowed_hosts
        or any(host == "*" or host.startswith(".") for host in allowed_hosts),
        "BASE_URL must be the site's https:// address: sign-in cookies are sent over TLS only.": urlsplit(
            base_url
        ).scheme
        != "https",
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


def is_weak(secret_key: str) -> bool:
    return (
        len(secret_key) < SHORTEST_SECRET
        or len(set(secret_key)) < FEWEST_CHARACTERS
        or secret_key.startswith(PLACEHOLDERS)
    )
