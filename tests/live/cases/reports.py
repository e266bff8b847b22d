# The report of the trail that the cases before have written, in a browser.
from __future__ import annotations

import datetime
import subprocess

from lab import Lab
from lab.browser import Browser

from . import case


@case
def the_report_of_the_trail_is_readable_in_a_browser_of_any_width_by_day_and_by_night(lab: Lab) -> None:
    browser = Browser.find(lab.scratch / "browser")
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    page = lab.scratch / "browser" / "report.html"
    written = subprocess.run([lab.daemon.binary, "audit", "report", "--from", "2026-01-01", "--to", today,
                              "-o", page, lab.audit.file], capture_output=True, text=True, check=False)
    assert written.returncode in (0, 1), written.stderr  # 1: killed daemons and such, which it tells of
    pictures = set()
    backgrounds = set()
    for dark in (False, True):
        for width in (400, 1400):
            facts = browser.facts(page, width, dark=dark)
            assert facts["width"] == width and facts["scroll"] <= width, f"it has to be scrolled sideways: {facts}"
            assert facts["lang"] == "en" and facts["title"] and facts["scripts"] == 0, facts
            assert facts["headings"][0] == "H1" and facts["headings"].count("H2") >= 9, facts
            assert facts["unnamed"] == 0, "a picture has no name"
            assert facts["resources"] == [], facts["resources"]
            backgrounds.add((dark, facts["background"]))
            picture, wide = browser.screenshot(page, width, dark=dark)
            assert wide >= width and picture.stat().st_size > 10_000, picture
            pictures.add(picture.read_bytes())
    assert len(pictures) == 4, "day and night, narrow and wide look alike"
    assert len(backgrounds) == 2 and len({colour for _, colour in backgrounds}) == 2, backgrounds
    printed = browser.pdf(page)
    assert printed.startswith(b"%PDF-") and len(printed) > 20_000
    control = lab.scratch / "browser" / "control.html"
    control.write_text('<img src="http://tracker.example/x.png">')
    assert browser.asked_for(control) == ["http://tracker.example/x.png"]
    asked = browser.asked_for(page)
    assert not asked, f"the report asks others for something: {asked}"
