"""The processes as a platform starts them: both of the Procfile, with nothing but the environment."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from aiohttp import ClientSession

from bot.manifest import build_manifest
from bot.playground.stand_in import StandIn
from bot.server import EVENTS_PATH
from tests.scenarios.processes import environment, free_port, is_ready


async def test_both_processes_run_under_the_procfile(root: Path, http: ClientSession, tmp_path: Path) -> None:
    """``web`` answers over HTTP and ``worker`` over Socket Mode; one signal stops both, and neither complains."""
    port = free_port()
    async with StandIn(build_manifest()) as slack:
        person = slack.person()
        honcho = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "honcho", "start", "--procfile", str(root / "Procfile"), "--no-colour",
            "web", "worker", cwd=tmp_path, env=environment(slack, port), stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(40):
                while not await is_ready(http, f"http://127.0.0.1:{port}/readyz"):
                    await asyncio.sleep(0.1)
                slack.connect_http(f"http://127.0.0.1:{port}{EVENTS_PATH}")
                over_http = await person.slash("/modality MRI")
                assert (await person.slash("/define SECRETWORD and more")).message["blocks"]
                slack.connect_socket_mode()
                await slack.slack.socket_mode.connected(40)
                assert over_http.body is not None
                assert (await person.slash("/modality MRI")).body == over_http.body
                assert (await person.slash("/compare SECRETWORD vs CT")).message["blocks"]
                headers = {"x-slack-signature": "v0=" + "0" * 64, "x-slack-request-timestamp": str(int(time.time()))}
                form = {"command": "/define", "text": "SECRETWORD"}
                async with http.post(f"http://127.0.0.1:{port}{EVENTS_PATH}", data=form, headers=headers) as answer:
                    assert answer.status == 401
        finally:
            os.killpg(honcho.pid, signal.SIGTERM)
            output = (await asyncio.wait_for(honcho.communicate(), timeout=30))[0].decode()
    assert "Traceback" not in output
    assert "connected over Socket Mode" in output
    assert "/modality found short:mri" in output
    assert "SECRETWORD" not in output


async def test_two_workers_answer_and_stop(root: Path, tmp_path: Path) -> None:
    """With two workers, many connections are all answered; a signal ends both and the parent cleanly."""
    port = free_port()
    async with StandIn(build_manifest()) as slack:
        serving = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
            cwd=tmp_path, env=environment(slack, port) | {"KNOWLEDGE_PATH": str(root / "knowledge")},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            async with asyncio.timeout(40):
                for _ in range(20):
                    async with ClientSession() as session:  # a connection of its own, to whichever worker takes it
                        while not await is_ready(session, f"http://127.0.0.1:{port}/readyz"):
                            await asyncio.sleep(0.1)
                slack.connect_http(f"http://127.0.0.1:{port}{EVENTS_PATH}")
                person = slack.person()
                replies = await asyncio.gather(*(person.slash("/modality MRI") for _ in range(40)))
            assert {(reply.status, reply.error) for reply in replies} == {(200, "")}
        finally:
            serving.terminate()
            output = (await asyncio.wait_for(serving.communicate(), timeout=30))[0].decode()
    assert serving.returncode == 0, output
    assert output.count("serving revision") == 3, "the parent looks once, and each worker serves"
    assert "Traceback" not in output
