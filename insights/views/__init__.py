"""Pages: home, results of reviews, dashboards."""
