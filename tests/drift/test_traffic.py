"""Recorded sessions: exactly what was planted is reported, and no value or secret with it."""

from __future__ import annotations

import codecs
import io
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from ruamel.yaml import YAML

import heymarket
import heymarket_auth
from heymarket_sandbox import Sandbox, Settings
from scripts.drift.__main__ import yaml

from .commands import ROOT, drift

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRETS = ("Bearer ", "SandboxKey", "s3cr3t", "S3CR3T", "Ada", "Lovelace", "1415555", "not-a-number")


class Recorder(httpx.HTTPTransport):
    """Records exchanges as a browser's tools do, with all headers; plants drifts into responses."""

    def __init__(self, **planted: tuple[str, Any]) -> None:
        super().__init__(verify=False)
        self._planted = planted
        self.entries: list[Any] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        value = json.loads(response.read())
        name = request.url.path.rpartition("/")[2]
        for operation in [each for each in self._planted if each.partition("_")[0] == name]:
            field, planted = self._planted.pop(operation)
            *way, last = [int(step) if step.isdigit() else step for step in field.split(".")]
            place = value
            for step in way:
                place = place[step]
            place[last] = planted
        body, sent = json.dumps(value), request.read().decode()
        self.entries.append(entry(request.method, str(request.url), sent, response.status_code, body))
        return httpx.Response(response.status_code, headers={"x-request-id": "r1"}, content=body)


def entry(method: str, url: str, sent: str | None, status: int, received: str | None) -> Any:
    headers = [{"name": "Authorization", "value": "Bearer s3cr3t"}, {"name": "Cookie", "value": "id=s3cr3t"}]
    return {
        "startedDateTime": "2026-04-15T09:12:44Z",
        "request": {"method": method, "url": url, "headers": headers, "postData": {"mimeType": "", "text": sent}},
        "response": {
            "status": status,
            "headers": headers,
            "content": {"mimeType": "application/json", "text": received},
        },
    }


def har(folder: Path, *entries: Any) -> Path:
    path = folder / "session.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return path


def report(*arguments: str | Path) -> dict[str, Any]:
    done = drift("har", "--json", *arguments)
    assert done.stderr == ""
    for secret in SECRETS:
        assert secret not in done.stdout
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == int(found["drift"])
    return found


def problems(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["operation"], each["where"], each["problem"]) for each in found["findings"]]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(rate_limit=None, conversations=40)) as running:
        yield running


def session(sandbox: Sandbox, recorder: Recorder, told: Path) -> None:
    options = {"transport": recorder, "on_drift": heymarket.DriftRecorder(told), "rate_limit": None}
    with heymarket_auth.connect(environ=sandbox.environ, **options) as client:
        listed = list(client.conversations.list())
        client.conversations.get(listed[0].id or 0)
        client.conversations.count()
        client.inboxes.list()
        client.team.get()
        with pytest.raises(heymarket.NotFoundError):
            client.conversations.get(404)


def test_a_session_without_drift(sandbox: Sandbox, tmp_path: Path) -> None:
    recorder = Recorder()
    session(sandbox, recorder, tmp_path / "told.jsonl")
    found = report(har(tmp_path, *recorder.entries))
    assert problems(found) == []
    assert found["overlay"]["actions"] == []
    assert found["operations"].keys() == {
        "listConversations",
        "getConversation",
        "countConversations",
        "listInboxes",
        "getTeam",
    }
    place = found["operations"]["listConversations"]["paths"]["response $[*].id"]
    assert (place["seen"], place["missing"], place["null"], place["other"]) == (len(recorder_items(recorder)), 0, 0, {})
    assert not (tmp_path / "told.jsonl").exists()


def recorder_items(recorder: Recorder) -> list[Any]:
    return [
        item
        for each in recorder.entries
        if each["request"]["url"].endswith("/conversations")
        for item in json.loads(each["response"]["content"]["text"])
    ]


def test_planted_drifts_are_reported_exactly(sandbox: Sandbox, tmp_path: Path) -> None:
    first = str(sandbox.conversations[0]["id"])
    recorder = Recorder(
        conversations=("0.read", True),
        conversations_again=("1.colour", "Ada Lovelace"),
        team=("members.0.role", 7),
        inboxes=("0.members.0", "not-a-number"),
        **{first: ("updated", "yesterday, at Ada's")},
    )
    told = tmp_path / "told.jsonl"
    session(sandbox, recorder, told)
    found = report(har(tmp_path, *recorder.entries))
    assert sorted(problems(found)) == [
        ("getConversation", "response $.updated", "1 x string that is not a timestamp instead of string<date-time>"),
        ("getTeam", "response $.members[*].role", "1 x integer instead of string"),
        ("listConversations", "response $[*].colour", "unknown field, 1 x string"),
        ("listConversations", "response $[*].read", "1 x boolean instead of integer<int64>"),
        ("listInboxes", "response $[*].members[*]", "1 x string instead of integer<int64>"),
    ]
    # The SDK tells of what it cannot decode; unknown fields are no drift to it.
    assert [(operation, place) for operation, place, _ in sorted(problems(report(told)))] == [
        ("getConversation", "response $.updated"),
        ("getTeam", "response $.members[*].role"),
        ("listConversations", "response $[*].read"),
        ("listInboxes", "response $[*].members[*]"),
    ]


BASE = "https://api.heymarket.com"


def listed(*items: Any) -> Any:
    return entry("POST", f"{BASE}/v1/conversations?token=s3cr3t", '{"id": 1}', 200, json.dumps(items))


def test_the_suggested_overlay_ends_the_drift(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    original = (ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8")
    spec.write_text(original, encoding="utf-8")
    path = har(
        tmp_path,
        listed({"id": 1, "read": True, "updated": "2026-04-15T09:12:44Z", "vip": True}, {"id": 2, "read": False}),
        entry("GET", f"{BASE}/v1/inboxes", None, 200, '[{"id": 1, "name": "Support", "invited": true}]'),
        entry("GET", f"{BASE}/v1/team", None, 206, '{"id": 7}'),
    )
    assert len(report("--spec", spec, "--overlay", tmp_path / "edits.yaml", path)["findings"]) == 4
    edits = YAML(typ="safe").load((tmp_path / "edits.yaml").read_text(encoding="utf-8"))
    assert (edits["overlay"], edits["extends"], len(edits["actions"])) == ("1.0.0", "spec.yaml", 6)
    assert edits["actions"][0]["target"].startswith("$.")
    done = drift("apply", "--spec", spec, tmp_path / "edits.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert report("--spec", spec, path)["findings"] == []
    changed = [line for line in spec.read_text(encoding="utf-8").splitlines() if line not in original.splitlines()]
    assert len(changed) < 12, changed  # the rest of the file keeps its layout


def test_the_spec_has_the_layout_that_edits_keep() -> None:
    """A line that is too long for the writer would be broken by every overlay that is applied."""
    text = (ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8")
    written = io.StringIO()
    yaml().dump(yaml().load(text), written)
    assert written.getvalue().splitlines() == text.splitlines()


def test_requests_nulls_missing_and_what_is_not_ours(tmp_path: Path) -> None:
    path = har(
        tmp_path,
        listed({"id": 1, "name": None, "Ada Lovelace": 1, "14155551234": 2}, {"id": 2**63}),
        entry("POST", f"{BASE}/v1/conversations", '{"limit": "ten", "sort": 1}', 200, "<html>"),
        entry("POST", f"{BASE}/v1/conversations/read", '{"user_id": 1, "target": "1"}', 200, '"ok"'),
        entry("GET", f"{BASE}/v1/team/14155551234", None, 200, "{}"),
        entry("GET", f"{BASE}/v1/team/s3cr3t", None, 200, "{}"),
        entry("S3CR3T", f"{BASE}/v1/team-lists", None, 200, "{}"),
        entry("GET", f"{BASE}/v1/team", None, 500, "down"),
        entry("GET", "https://cdn.example.com/Ada", None, 200, "x"),
        entry("GET", "https://api.example.com/v1/team", None, 200, '{"zip": 1}'),
        entry("OPTIONS", f"{BASE}/v1/conversations", None, 204, ""),
        entry("POST", f"{BASE}/v1/conversations", '{"limit": 1}', 0, ""),
        entry("GET", f"{BASE}/v1/team", None, 304, ""),
    )
    found = report(path)
    assert [line for line in drift("har", path).stdout.splitlines() if line.startswith("Left out")] == [
        "Left out: 1 that browsers send ahead.",
        "Left out: 2 to other servers.",
        "Left out: 2 without a response of their own.",
    ]
    assert sorted(problems(found)) == [
        ("* /v1/team-lists", "", "unknown operation, called 1 times"),
        ("GET /v1/team/*", "", "unknown operation, called 2 times"),
        ("listConversations", "$", "not JSON, 1 times"),
        ("listConversations", "request $.limit", "1 x string instead of integer<int64>"),
        ("listConversations", "request $.sort", "unknown field, 1 x integer"),
        ("listConversations", "response $[*].*", "unknown field, 2 x integer"),
        ("listConversations", "response $[*].id", "1 x integer beyond int64 instead of integer<int64>"),
        ("markConversationRead", "request $.inbox_id", "required, but missing 1 and null 0 times"),
    ]
    place = found["operations"]["listConversations"]["paths"]["response $[*].name"]
    assert (place["seen"], place["missing"], place["null"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (b"\x00\xff\xfe\x01", "neither a HAR"),
        (b'{"log": {"entries": [', "neither a HAR"),
        (b'{"log": {}}', "`entries`"),
        (b'{"log": {"entries": [{"request": {"method": "GET", "url": "s3cr3t"}}]}}', "`response`"),
        (b'{"operation": "a", "expected": "b", "path": "$", "found": "x"}\n{"half', "line 2"),
        (b"[1, 2, 3]", "not a HAR"),
        (json.dumps({"log": {"entries": [entry("GET", "http://[s3cr3t", None, 200, "")]}}).encode(), "entries[0]"),
        (json.dumps({"log": {"entries": []}}).encode("utf-16"), "neither a HAR"),
    ],
)
def test_what_is_no_recording_is_one_line(content: bytes, named: str, tmp_path: Path) -> None:
    path = tmp_path / "session.har"
    path.write_bytes(content)
    done = drift("har", path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert named in done.stderr
    assert "s3cr3t" not in done.stderr


def test_a_byte_order_mark_and_a_server_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = har(tmp_path, entry("GET", "https://gateway.example.com:8443/v1/team", None, 200, '{"id": 7, "zip": 1}'))
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert report(path)["findings"] == []
    monkeypatch.setenv("HEYMARKET_BASE_URL", "https://gateway.example.com:8443")
    assert problems(report(path)) == [("getTeam", "response $.zip", "unknown field, 1 x integer")]


def test_50_megabytes(tmp_path: Path) -> None:
    item = {"id": 1, "name": "Ada Lovelace", "last_msg": "x" * 1000, "members": [{"id": 1, "name": "Ada"}]}
    one = json.dumps(listed(*[item] * 200))
    path = tmp_path / "session.har"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"log": {"entries": [' + one)
        while file.tell() < 50_000_000:
            file.write("," + one)
        file.write("]}}")
    tracemalloc.start()
    found = report(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found["findings"] == []
    assert peak < 3 * path.stat().st_size


def test_an_overlay_that_does_not_fit(tmp_path: Path) -> None:
    spec, edits = tmp_path / "spec.yaml", tmp_path / "edits.yaml"
    spec.write_bytes((ROOT / "openapi" / "heymarket.yaml").read_bytes())
    for text, named in [
        ("actions: [{target: $.components.schemas.Nothing.type, remove: true}]", "Nothing"),
        ("actions: [{target: '$..id', remove: true}]", "is not understood"),
        ("a: [", "edits.yaml"),
        ("[]", "not an OpenAPI Overlay"),
    ]:
        edits.write_text(text, encoding="utf-8")
        done = drift("apply", "--spec", spec, edits)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert named in done.stderr
    assert spec.read_bytes() == (ROOT / "openapi" / "heymarket.yaml").read_bytes()
