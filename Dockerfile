# syntax=docker/dockerfile:1
# One image for every role: web, worker, clock and maintenance differ only in the command.

FROM node:24-slim AS browser-packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS python-packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/app.txt /build/app.txt
RUN python -m venv /opt/turnabout \
    && /opt/turnabout/bin/pip install --no-deps --require-hashes -r /build/app.txt
COPY requirements/cities.txt /build/cities.txt
RUN /opt/turnabout/bin/pip install --no-deps --require-hashes --target /build/cities -r /build/cities.txt
COPY . /build/site
RUN cd /build/site && PYTHONPATH=/build/cities /opt/turnabout/bin/python -m mentorship.launch.cities

FROM python:3.13-slim AS site
ENV PATH=/opt/turnabout/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/turnabout/collected-static \
    VAR_DIR=/var/lib/turnabout
# Pango sets the pages of PDFs; Noto has the letters of most names, from right to left and Chinese ones among them.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-dejavu-core fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/turnabout --shell /usr/sbin/nologin turnabout \
    && install -d -o turnabout -g turnabout /var/lib/turnabout
COPY --from=python-packages /opt/turnabout /opt/turnabout
WORKDIR /srv/turnabout
COPY . .
RUN --mount=type=bind,from=browser-packages,source=/build/node_modules,target=/srv/turnabout/node_modules \
    python -m compileall -q . \
    && VAR_DIR=/tmp/var ENVIRONMENT=demo python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/var
USER turnabout
VOLUME /var/lib/turnabout
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "mentorship/launch/network.py"]
CMD ["gunicorn", "--config", "mentorship/launch/web_server.py", "mentorship.wsgi"]
