# The sandbox as an image. It listens on loopback only, so share its network: docs/sandbox.md shows how.
FROM python:3.13-slim AS build
COPY . /source
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /source

FROM python:3.13-slim
COPY constraints.txt /tmp/
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --constraint /tmp/constraints.txt "$(echo /wheels/heymarket-*.whl)[sandbox]" \
    && useradd --create-home sandbox
USER sandbox
EXPOSE 8787
ENTRYPOINT ["python", "-m", "heymarket_sandbox"]
CMD ["--port", "8787"]
