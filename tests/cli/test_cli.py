"""The ``reading-room`` command: its contracts, to the letter."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings

RUNNER = CliRunner()

LOOKUP_KEYS = ["typed", "outcome", "id", "name", "kind", "how", "score", "candidates"]


@pytest.fixture(autouse=True)
def shipped_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in an empty folder, so that ``knowledge`` is the shipped pack and no ``.env`` is read."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run ``reading-room`` with these arguments."""
    return RUNNER.invoke(app, list(arguments), input=stdin)


def json_lines(result: Result) -> list[dict[str, Any]]:
    """What was printed, a JSON object a line."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_lookup_json() -> None:
    """One term as JSON: the keys of the contract, in their order."""
    (found,) = json_lines(run("lookup", "--json", "MRI"))
    assert list(found) == LOOKUP_KEYS
    assert found["outcome"] == "found"
    assert (found["id"], found["name"], found["kind"]) == ("mri", "Magnetic resonance imaging", "modality")
    assert (found["how"], found["score"]) == ("exact", 100.0)
    assert found["candidates"] == [{"id": "mri", "name": "Magnetic resonance imaging", "score": 100.0}]


@pytest.mark.parametrize(
    ("arguments", "outcome", "how"),
    [
        pytest.param(["PT"], "found", "code", id="a code"),
        pytest.param(["x-ray"], "found", "alias", id="an alias"),
        pytest.param(["flouroscopy"], "found", "fuzzy", id="a slip"),
        pytest.param(["interventional", "radiology"], "found", "exact", id="two words"),
        pytest.param(["DR"], "ambiguous", None, id="shared"),
        pytest.param(["--kind", "modality", "DR"], "found", "exact", id="shared, with a kind"),
        pytest.param(["qwertyuiop"], "not_found", None, id="nothing"),
    ],
)
def test_lookup_outcomes(arguments: list[str], outcome: str, how: str | None) -> None:
    """Each outcome says how it was reached, or that it was not."""
    (result,) = json_lines(run("lookup", "--json", *arguments))
    assert (result["outcome"], result["how"]) == (outcome, how)
    assert (result["id"] is None) == (outcome != "found")


def test_lookup_batch() -> None:
    """A term a line in, a JSON object a line out, in the same order, empty lines included."""
    typed = ["MRI", "", "DR", "  pacs  ", "qwertyuiop", "🙂"]
    results = json_lines(run("lookup", "--batch", stdin="\n".join(typed) + "\n"))
    assert [result["typed"] for result in results] == typed
    assert [result["outcome"] for result in results] == [
        "found", "not_found", "ambiguous", "found", "not_found", "not_found",
    ]  # fmt: skip
    assert all(list(result) == LOOKUP_KEYS for result in results)


def test_lookup_draws_the_card() -> None:
    """Without ``--json`` the card is drawn as Slack would show it."""
    result = run("lookup", "MRI")
    assert result.exit_code == 0
    assert "Magnetic resonance imaging (MRI)" in result.stdout
    assert "Ionizing radiation" in result.stdout


def test_lookup_wants_a_term() -> None:
    """Without a term one sentence says what to type."""
    result = run("lookup")
    assert result.exit_code == 2
    assert "reading-room lookup MRI" in result.output


@pytest.mark.parametrize(
    ("question", "outcome", "faq", "entries"),
    [
        pytest.param("how long does a CT take", "answered", "scan-duration", ["ct"], id="answered"),
        pytest.param("mri duration", "suggested", "scan-duration", ["mri"], id="suggested"),
        pytest.param("what is a DEXA scan", "answered", None, ["dxa"], id="a card"),
        pytest.param("what is the weather", "silent", None, [], id="silent"),
        pytest.param("can I give contrast, eGFR is 25", "fenced", None, [], id="fenced"),
        pytest.param("pt John Smith MRN 12345678", "private", None, [], id="private"),
    ],
)
def test_ask_json(question: str, outcome: str, faq: str | None, entries: list[str]) -> None:
    """A question as JSON, with the keys of the contract; words of a question may stand apart."""
    (asked,) = json_lines(run("ask", "--json", *question.split()))
    assert list(asked)[:5] == ["text", "outcome", "faq", "entries", "score"]
    assert (asked["text"], asked["outcome"], asked["faq"], asked["entries"]) == (question, outcome, faq, entries)
    assert 0 <= asked["score"] <= 100


def test_ask_batch() -> None:
    """A question a line in, a JSON object a line out, in the same order, empty lines included."""
    typed = ["how long does a CT take?", "", "🙂", "hello"]
    results = json_lines(run("ask", "--batch", stdin="\n".join(typed) + "\n"))
    assert [result["text"] for result in results] == typed
    assert [result["outcome"] for result in results] == ["answered", "silent", "silent", "silent"]


def test_ask_draws_the_card() -> None:
    """Without ``--json`` the card is drawn as Slack would show it, also the one that turns a text away."""
    assert "10–20 min" in run("ask", "how long does a CT take").stdout
    assert "may name a patient" in run("ask", "pt John Smith MRN 12345678").stdout


def test_ask_wants_a_question() -> None:
    """Without a question one sentence says what to type."""
    result = run("ask")
    assert result.exit_code == 2
    assert "reading-room ask how long does a CT take" in " ".join(result.output.split())


@pytest.mark.parametrize("arguments", [["DR IR"], ["DR", "IR"], ["DR vs. IR"], ["difference between DR and IR"]])
def test_compare_json(arguments: list[str]) -> None:
    """One string is split as ``/compare`` splits it; items that are apart stay apart."""
    (result,) = json_lines(run("compare", "--json", *arguments))
    assert result["outcome"] == "compared"
    assert [item["id"] for item in result["items"]] == ["diagnostic-radiology", "interventional-radiology"]
    assert result["written"] == "diagnostic-vs-interventional-radiology"
    assert result["differing"][0]["cells"].keys() == {"diagnostic-radiology", "interventional-radiology"}
    assert result["overlap"]
    assert set(result["choose"]) == {"diagnostic-radiology", "interventional-radiology"}


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        (["MRI"], "too_few"),
        (["MRI", "MRI"], "same_twice"),
        (["CT", "MRI", "PET", "US", "XR"], "too_many"),
        (["MRI", "radiologist"], "different_kinds"),
        (["MRI", "qwertyuiop"], "unclear"),
    ],
)
def test_compare_outcomes(arguments: list[str], outcome: str) -> None:
    """Each way in which a comparison cannot be made has a name of its own."""
    (result,) = json_lines(run("compare", "--json", *arguments))
    assert result["outcome"] == outcome


def test_compare_draws_the_card() -> None:
    """The card of a comparison, and all of it with ``--full``."""
    short, full = run("compare", "DR IR"), run("compare", "--full", "DR IR")
    assert "Diagnostic radiology (DR) vs Interventional radiology (IR)" in short.stdout
    assert len(full.stdout) > len(short.stdout)


def test_check_passes(root: Path) -> None:
    """The shipped pack is clean, named or not."""
    assert "nothing wrong" in run("check").stdout
    assert "nothing wrong" in run("check", str(root / "knowledge")).stdout


def test_check_names_file_line_and_field(tmp_path: Path) -> None:
    """A pack with faults exits with 1 and a line a fault."""
    (tmp_path / "teapot.yml").write_text("id: teapot\nkind: concept\nname: Teapot\nsumary: A pot\n")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert f"{tmp_path / 'teapot.yml'}:4: sumary: is no field here; did you mean summary?" in result.stderr.splitlines()


def test_check_runs_the_tests_of_entries(root: Path, tmp_path: Path) -> None:
    """An entry's own tests are run: what must match and does not is a fault of its file."""
    (tmp_path / "mri.yml").write_text("extends: mri\ntests:\n  should_match: [teapot]\n  must_not_match: [MR]\n")
    result = run("check", str(root / "knowledge"), str(tmp_path))
    assert result.exit_code == 1
    assert "mri.yml:3: tests.should_match.0: 'teapot' does not find this entry but nothing" in result.stderr
    assert "mri.yml:4: tests.must_not_match.0: 'MR' finds this entry" in result.stderr


def test_a_broken_pack_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``serve`` and ``socket`` exit with 1 and say what is wrong where."""
    (tmp_path / "bad.yml").write_text("id: bad\nkind: teapot\n")
    monkeypatch.setenv("KNOWLEDGE_PATH", str(tmp_path))
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, "x")
    for command in ("serve", "socket", "try"):
        result = run(command)
        assert result.exit_code == 1, command
        assert f"{tmp_path / 'bad.yml'}:2: kind: must be one of modality," in result.stderr


def test_several_workers_start_only_if_one_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot start is told once, before any worker is started."""
    assert run("serve", "--workers", "2").stderr.startswith("SLACK_SIGNING_SECRET is not set")
    (tmp_path / "bad.yml").write_text("id: bad\nkind: teapot\n")
    monkeypatch.setenv("KNOWLEDGE_PATH", str(tmp_path))
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "x")
    result = run("serve", "--workers", "2")
    assert result.exit_code == 1
    assert "bad.yml:2: kind:" in result.stderr


@pytest.mark.parametrize(
    ("command", "given", "missing"),
    [
        ("serve", (), "SLACK_SIGNING_SECRET"),
        ("serve", ("SLACK_SIGNING_SECRET",), "SLACK_BOT_TOKEN"),
        ("socket", (), "SLACK_APP_TOKEN"),
        ("socket", ("SLACK_APP_TOKEN",), "SLACK_BOT_TOKEN"),
    ],
)
def test_a_missing_token_is_named(
    monkeypatch: pytest.MonkeyPatch, command: str, given: tuple[str, ...], missing: str
) -> None:
    """One sentence names the variable, and where in Slack its value is."""
    for name in given:
        monkeypatch.setenv(name, "x")
    result = run(command)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{missing} is not set: api.slack.com/apps")


def test_an_unusable_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is named in a sentence."""
    monkeypatch.setenv("COMMAND_PREFIX", "Our Hospital/")
    result = run("manifest")
    assert result.exit_code == 2
    assert result.stderr.startswith("COMMAND_PREFIX cannot be used:")


@pytest.mark.parametrize("prefix", ["", "rr-", "a-very-long-prefix-"])
@pytest.mark.parametrize("url", [None, "https://bot.example.org/slack/events"])
def test_manifest_fits_slacks_schema(monkeypatch: pytest.MonkeyPatch, root: Path, prefix: str, url: str | None) -> None:
    """Whatever the settings, the manifest is one that Slack takes; JSON and YAML say the same."""
    monkeypatch.setenv("COMMAND_PREFIX", prefix)
    options = ["--url", url] if url else []
    manifest = json.loads(run("manifest", "--json", *options).stdout)
    assert manifest == yaml.safe_load(run("manifest", *options).stdout)
    schema = json.loads((root / "tests" / "data" / "slack-manifest.schema.json").read_text())
    assert list(Draft7Validator(schema).iter_errors(manifest)) == []
    assert manifest["settings"]["socket_mode_enabled"] is (url is None)
    for command in manifest["features"]["slash_commands"]:
        assert command["command"].startswith(f"/{prefix}")
        assert len(command["command"]) <= 32
        assert command.get("url") == url


def test_a_new_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``new`` writes a file into a pack and says where; the check then says what is missing in it."""
    ours = tmp_path / "ours"
    ours.mkdir()
    result = run("new", "modality", "Zorgography", "--pack", str(ours))
    path = ours / "modalities" / "zorgography.yml"
    assert (result.exit_code, result.stdout.startswith(f"{path}: fill it in; reading-room check ")) == (0, True)
    assert f"{ours} says what is still missing. KNOWLEDGE_PATH does not name {ours}." in result.stdout
    monkeypatch.setenv("KNOWLEDGE_PATH", f"knowledge:{ours}")
    missing = run("check")
    assert missing.exit_code == 1
    assert f"{path}:7: summary: is empty" in missing.stderr
    again = run("new", "modality", "MRI")
    assert (again.exit_code, "mri is taken by" in again.stderr) == (2, True)


def test_schema_is_json() -> None:
    """``schema`` prints a JSON Schema."""
    assert json.loads(run("schema").stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
