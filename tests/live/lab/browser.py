# Chromium without a window: what it makes of a page, how the page looks, and whom it asks for more.
from __future__ import annotations

import html
import json
import re
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .process import Skip

OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
           "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
           "--disable-default-apps", "--allow-file-access-from-files"]
DARK = "--blink-settings=preferredColorScheme=0"
# A page in a window of any width, and what it is like there. Chromium's own window is 500 pixels wide at least.
FRAME = """<!DOCTYPE html><body style="margin:0"><iframe id="f" src="PAGE" style="border:0;width:WIDTHpx;height:900px">
</iframe><pre id="facts"></pre><script>onload = () => {
const page = document.getElementById("f").contentDocument, all = page.scrollingElement;
document.getElementById("facts").textContent = JSON.stringify({scroll: all.scrollWidth, width: all.clientWidth,
background: getComputedStyle(page.body).backgroundColor, title: page.title, lang: page.documentElement.lang,
scripts: page.scripts.length, headings: [...page.querySelectorAll("h1,h2,h3")].map(h => h.tagName),
unnamed: page.querySelectorAll("svg:not([aria-hidden]):not([aria-label])").length,
resources: document.getElementById("f").contentWindow.performance.getEntriesByType("resource").map(r => r.name)});};
</script></body>"""


@dataclass
class Browser:
    program: str
    folder: Path

    @staticmethod
    def find(folder: Path) -> Browser:
        program = shutil.which("chromium")
        if not program:
            raise Skip("chromium is not installed; package chromium")
        folder.mkdir(exist_ok=True)
        browser = Browser(program, folder)
        ended = browser._run(["--dump-dom", "about:blank"])
        if ended.returncode != 0 or "<html" not in ended.stdout:
            raise Skip(f"chromium does not start here: {ended.stderr.strip()[-200:]}")
        return browser

    def _run(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        # A proxy that is not there: nothing leaves the host, whatever the page or the browser itself wants.
        command = [self.program, *OPTIONS, "--proxy-server=127.0.0.1:9",
                   f"--user-data-dir={self.folder / 'profile'}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    def facts(self, page: Path, width: int, *, dark: bool = False) -> dict[str, Any]:
        frame = self.folder / "frame.html"
        frame.write_text(FRAME.replace("PAGE", page.as_uri()).replace("WIDTH", str(width)))
        ended = self._run([*([DARK] if dark else []), f"--window-size={max(width, 600)},1200", "--dump-dom",
                           frame.as_uri()])
        found = re.search(r'<pre id="facts">(.*?)</pre>', ended.stdout, re.S)
        assert found and found[1].strip(), f"nothing came of the page: {ended.stderr[-300:]}"
        return json.loads(html.unescape(found[1]))  # type: ignore[no-any-return]

    def screenshot(self, page: Path, width: int, *, dark: bool = False) -> tuple[Path, int]:
        """The picture, and how wide it is."""
        picture = self.folder / f"{page.stem}-{width}{'-dark' if dark else ''}.png"
        frame = self.folder / "frame.html"
        frame.write_text(FRAME.replace("PAGE", page.as_uri()).replace("WIDTH", str(width)))
        self._run([*([DARK] if dark else []), f"--window-size={max(width, 600)},900", f"--screenshot={picture}",
                   frame.as_uri()])
        octets = picture.read_bytes()
        assert octets.startswith(b"\x89PNG"), "no picture"
        return picture, struct.unpack(">I", octets[16:20])[0]

    def pdf(self, page: Path) -> bytes:
        printed = self.folder / f"{page.stem}.pdf"
        self._run(["--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()])
        return printed.read_bytes()

    def asked_for(self, page: Path) -> list[str]:
        """What a page makes the browser ask others for. What the browser asks its maker for has no page as origin."""
        log = self.folder / f"{page.stem}-network.json"
        self._run([f"--log-net-log={log}", "--dump-dom", page.as_uri()])
        network = json.loads(log.read_text())
        started = network["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
        requests = [event.get("params", {}) for event in network["events"] if event["type"] == started]
        return [each["url"] for each in requests if each.get("initiator", "not an origin") != "not an origin"]
