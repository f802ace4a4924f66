"""What no single file can promise: that the places which say the same thing agree."""

import json
import re
from pathlib import Path

import pytest
import typer
import yaml

from bot.cards.help import help_card
from bot.cli import app
from bot.knowledge.pack import Pack
from bot.manifest import EVENTS, SCOPES, build_manifest
from bot.names import USAGE, Command, Shortcut
from bot.playground.api.answering import METHODS
from bot.playground.faults import FaultKind
from bot.playground.page_acts import ACTS
from bot.settings import WHERE_TO_FIND, Settings


def table_of(readme: str, first_column: str) -> list[list[str]]:
    """The rows of the README's table whose head begins so."""
    head = re.search(rf"^\| {first_column} \|.*\n\|[ |-]+\n((?:\|.*\n)+)", readme, re.MULTILINE)
    assert head, f"README.md has no table that begins with {first_column}"
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in head[1].splitlines()]


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """The README."""
    return (root / "README.md").read_text("utf-8")


def test_the_manifest_is_what_the_code_listens_to(root: Path) -> None:
    """``manifest.yml`` is what ``reading-room manifest`` prints for the default settings."""
    assert yaml.safe_load((root / "manifest.yml").read_text("utf-8")) == build_manifest()


def test_the_readme_names_every_command(readme: str) -> None:
    """The README's first table has every slash command, as the manifest describes it."""
    rows = table_of(readme, "command")
    assert [row[:2] for row in rows] == [[f"`{name.slash()}`", usage.description] for name, usage in USAGE.items()]
    for (command, usage), row in zip(USAGE.items(), rows, strict=True):
        assert row[2] in {f"`{command.slash()} {text}`" for text in (usage.hint, *usage.examples)}


NEEDS = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "reaction_added": "reactions:read",
    "app_home_opened": None,
    "team_join": "users:read",
    "member_joined_channel": "channels:read",
}
"""The scope that each event needs. Source: docs.slack.dev, the events' own pages."""


def test_the_manifest_asks_for_what_it_hears_and_no_more(readme: str) -> None:
    """Each event has its scope, nothing of a channel can be changed, and the README says what every scope is for."""
    assert set(EVENTS) == set(NEEDS)
    assert {scope for scope in NEEDS.values() if scope} <= set(SCOPES)
    of_channels = {scope for scope in SCOPES if scope.startswith(("channels:", "groups:", "mpim:"))}
    assert of_channels == {f"{kind}:{what}" for kind in ("channels", "groups") for what in ("history", "read")}
    for scope in SCOPES:
        assert f"`{scope}`" in readme


def test_every_shortcut_is_in_the_manifest(readme: str) -> None:
    """Both shortcuts are installed under the names that the README tells, within Slack's lengths."""
    shortcuts = build_manifest()["features"]["shortcuts"]
    assert [shortcut["callback_id"] for shortcut in shortcuts] == [name.value for name in Shortcut]
    for shortcut in shortcuts:
        assert len(shortcut["name"]) <= 24
        assert f"*{shortcut['name']}*" in readme


def test_the_help_card_names_every_command(pack: Pack) -> None:
    """The help card has every slash command under the prefix, with its description."""
    text = help_card(pack, "rr-")["text"]
    for command, usage in USAGE.items():
        assert command.slash("rr-") in text
        assert usage.description in text


def test_every_command_is_explained() -> None:
    """No command is without a description and examples."""
    assert list(USAGE) == list(Command)


def test_the_readme_names_every_setting(readme: str) -> None:
    """The README's table of settings has every environment variable that is read."""
    named = {row[0].strip("`") for row in table_of(readme, "variable")}
    assert named == {field.upper() for field in Settings.model_fields}


def test_every_secret_says_where_it_is_found() -> None:
    """Each secret that can be missing has a sentence that says where in Slack it is."""
    secrets = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    missing = {name.upper() for name in secrets if Settings.model_fields[name].default is None}
    assert set(WHERE_TO_FIND) == missing


def test_the_readme_names_every_subcommand(readme: str) -> None:
    """The README has a row for every subcommand of ``reading-room``."""
    named = set(re.findall(r"^\| `reading-room ([a-z]+)", readme, re.MULTILINE))
    group = typer.main.get_command(app)
    assert named == set(getattr(group, "commands"))  # noqa: B009 - click's Group has it, its base type has not


def test_the_first_screen(readme: str) -> None:
    """The README's first screen says what it is, shows it, and gives the two commands; its picture is there."""
    first = "\n".join(readme.splitlines()[:20])
    assert "make try" in first
    assert "make test" in first
    assert "](docs/img/modality-mri-light-1280.png)" in first


def test_every_link_leads_somewhere(root: Path) -> None:
    """Each relative link of a page leads to a file of the repository."""
    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    assert pages
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("card", ["modality-mri", "compare-dr-ir"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_readme_shows_both_cards_everywhere(root: Path, readme: str, card: str, theme: str, width: int) -> None:
    """Both cards are pictured in the README, light and dark, on a desk and on a phone; ``make screens`` draws them."""
    picture = f"docs/img/{card}-{theme}-{width}.png"
    assert picture in readme
    header = (root / picture).read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    assert int.from_bytes(header[16:20], "big") == width


def test_the_page_and_the_stand_in_speak_the_same(root: Path) -> None:
    """Every act of the page's protocol is one that the stand-in answers, and every fault one that it knows."""
    protocol = (root / "page" / "src" / "protocol.ts").read_text("utf-8")
    acts = re.search(r"export interface Acts \{(.*?)^\}", protocol, re.DOTALL | re.MULTILINE)
    faults = re.search(r"export type FaultKind = (.*?);", protocol)
    assert acts
    assert faults
    assert set(re.findall(r"^  ([a-z_]+):", acts[1], re.MULTILINE)) == set(ACTS)
    assert set(re.findall(r'"([a-z_]+)"', faults[1])) == set(FaultKind)


def test_the_map_of_the_garden_names_every_module(root: Path) -> None:
    """``docs/house.md`` has each module of the playground in its map."""
    garden = (root / "docs" / "house.md").read_text("utf-8").partition("### The garden")[2]
    for module in (root / "bot" / "playground").glob("[a-z]*.py"):
        named = "strict_*" if module.stem.startswith("strict_") else module.stem
        assert f"`{named}`" in garden


def test_the_makefile_has_what_the_readme_says(root: Path, readme: str) -> None:
    """Every ``make`` target that a page names exists."""
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))
    for page in (readme, (root / "CONTRIBUTING.md").read_text("utf-8")):
        assert set(re.findall(r"`make ([a-z-]+)", page)) <= targets


def test_the_slack_cli_finds_its_hooks(root: Path) -> None:
    """``slack run`` gets the manifest and starts Socket Mode through commands that exist."""
    hooks = json.loads((root / ".slack" / "hooks.json").read_text())["hooks"]
    assert hooks == {
        "get-manifest": ".venv/bin/reading-room manifest --json",
        "start": ".venv/bin/reading-room socket",
    }


def test_the_environment_is_read_in_one_room(root: Path) -> None:
    """Nothing but ``settings`` looks at the environment."""
    rooms = [path for path in (root / "bot").rglob("*.py") if "_shipped" not in path.parts]
    readers = {path.name for path in rooms if re.search(r"os\.(environ|getenv)", path.read_text("utf-8"))}
    assert readers <= {"settings.py"}


def test_the_playground_page_names_every_method(root: Path) -> None:
    """``docs/playground.md`` has every method of the Web API that the stand-in answers, and no other."""
    named = set(re.findall(r"`((?:[a-zA-Z0-9]+\.)+[a-zA-Z]+)`", (root / "docs" / "playground.md").read_text("utf-8")))
    ours = {name for name in named if name.split(".")[0] in {method.split(".")[0] for method in METHODS}}
    assert ours - {"oauth.v2", "apps.connections"} == set(METHODS)
