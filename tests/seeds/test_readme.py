"""What the README says to paste works."""

import re
import subprocess

from tests.seeds.conftest import ROOT

BLOCKS = re.compile(r"^```sh demo\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_readmes_commands_sign_repeat_and_take_back(served: str) -> None:
    blocks = BLOCKS.findall((ROOT / "README.md").read_text())
    script = "set -euo pipefail\n" + "\n".join(blocks).replace("http://127.0.0.1:8000", served)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    lines = done.stdout.splitlines()
    assert "Maya Alder 67%" in lines
    assert "Maya Alder: Chair a team meeting" in lines
    first, again, taken_back = lines[-3:]
    assert first == "('signed', 14)"
    assert again.endswith(", 14)")
    assert taken_back == "('open', 'Only trying it out.')"


def test_every_page_it_points_to_is_there() -> None:
    pages = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text())
    assert [page for page in pages if not (ROOT / page).exists()] == []
