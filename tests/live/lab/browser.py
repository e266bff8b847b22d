# Chromium without a window: what it makes of a page, how the page looks, and whom it asks for more.
from __future__ import annotations

import html
import json
import re
import shutil
import socket
import struct
import subprocess
import threading
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


class Listener:
    """A proxy that answers nobody and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                try:
                    self.asked.append(client.recv(4096).split(b"\r\n")[0].decode("latin-1"))
                except OSError:
                    self.asked.append("")

    def close(self) -> None:
        self.socket.close()


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
        # What it wants of its maker goes nowhere, whatever is asked.
        proxy = [] if any("--proxy-server" in each for each in arguments) else ["--proxy-server=127.0.0.1:9"]
        command = [self.program, *OPTIONS, *proxy, f"--user-data-dir={self.folder / 'profile'}", *arguments]
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
        """What a page makes the browser ask others for; what it asks its maker for by itself is left out."""
        listener = Listener()
        self._run([f"--proxy-server=127.0.0.1:{listener.port}", "--dump-dom", page.as_uri()])
        listener.close()
        return [line for line in listener.asked if not re.search(r"[/ .](google|googleapis)\.com[:/ ]", line)]
