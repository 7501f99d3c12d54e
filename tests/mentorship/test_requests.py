"""What one request leaves behind for those who look after the site."""

from django.test import Client


def test_an_error_page_shows_the_id_that_the_log_knows(cast, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("Kavya wants to leave")

    monkeypatch.setattr("mentorship.status.all_signs", fail)
    client = Client(raise_request_exception=False)
    client.force_login(cast.igor)
    answer = client.get("/status/")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.content.decode()
    assert "Kavya" not in answer.content.decode()
