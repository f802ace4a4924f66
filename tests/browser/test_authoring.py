"""Writing knowledge with the page open: what is saved is seen at once."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def packs(root: Path, tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be changed."""
    return Path(shutil.copytree(root / "knowledge", tmp_path / "knowledge"))


@pytest_asyncio.fixture(loop_scope="session")
async def address(packs: Path, no_environment: None) -> AsyncIterator[str]:
    """Where ``reading-room try`` shows its page, with the copy behind it."""
    trying = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "try", "--no-open", cwd=packs.parent, stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"KNOWLEDGE_PATH": str(packs), "NO_COLOR": "1"},
    )  # fmt: skip
    assert trying.stdout
    found = None
    while not found:
        line = (await trying.stdout.readline()).decode()
        assert line, "it ended before it told its address"
        found = re.search(r"Open (http://\S+)", line)
    yield found[1]
    trying.terminate()
    assert await trying.wait() == 0


async def test_a_saved_entry_is_drawn_anew(address: str, packs: Path, browser: Browser) -> None:
    """Saving an entry redraws its card in place; a broken file is told of and changes nothing; mended, all is well."""
    entry = packs / "modalities" / "mri.yml"
    before = entry.read_text("utf-8")
    page = await browser.new_page()
    await page.goto(address)
    composer = page.locator("#composer")
    await composer.fill("/modality MRI")
    await composer.press("Enter")
    messages = page.get_by_role("log").get_by_role("article")
    await expect(messages.get_by_role("heading", name="Magnetic resonance imaging (MRI)")).to_be_visible()

    entry.write_text(before.replace("soft tissue in fine detail", "soft tissue better than anything else"), "utf-8")
    await expect(messages).to_contain_text("soft tissue better than anything else")
    await expect(messages).to_have_count(1)

    entry.write_text(before.replace("kind: modality", "kind: modalty"), "utf-8")
    trouble = page.get_by_role("alert").filter(has_text="mri.yml")
    await expect(trouble).to_contain_text("kind")
    await expect(messages).to_contain_text("soft tissue better than anything else")

    entry.write_text(before, "utf-8")
    await expect(messages).to_contain_text("soft tissue in fine detail")
    await expect(trouble).to_have_count(0)
    await expect(messages).to_have_count(1)
    await page.context.close()
