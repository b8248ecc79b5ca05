"""`./run` takes nothing out of an environment that somebody has made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.seeds.conftest import ROOT

UV = """#!/bin/sh
test "$1" = --version && echo "uv 0.13.9" && exit 0
echo "$@" > "$ASKED"
exit 1
"""


@pytest.mark.parametrize(("word", "asks"), [("demo", ["--no-dev", "--inexact"]), ("test", [])])
def test_an_operators_word_leaves_the_tools_that_are_there(tmp_path: Path, word: str, asks: list[str]) -> None:
    for name in ("run", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(UV)
    uv.chmod(0o755)
    asked = tmp_path / "asked"
    environ = {**os.environ, "PATH": f"{uv.parent}:{os.environ['PATH']}", "ASKED": str(asked)}
    command = [sys.executable, str(tmp_path / "run"), word]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "could not be fetched" in done.stderr) == (1, True)
    given = asked.read_text().split()
    assert given[:2] == ["sync", "--frozen"]
    assert [one for one in given if one in ("--no-dev", "--inexact")] == asks
