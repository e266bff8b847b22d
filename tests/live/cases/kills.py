# The daemon is killed at random moments while clients submit. `make soak-kills` does it 200 times.
from __future__ import annotations

import random
import time

from lab import Lab, trail
from lab.load import Clients
from lab.process import wait_for

from . import case

KILLS = 5


@case
def killed_under_load_nothing_is_delivered_without_its_record_and_the_trail_verifies(
        lab: Lab) -> None:
    lab.daemon.wait_for_log("event=checkpoint")  # before the first one nothing is proven
    before = trail.unclean_starts(lab.daemon)
    chance = random.Random()
    with Clients([lab.submission, lab.submissions], 4, chance.randrange(1_000_000)):
        for number in range(KILLS):
            time.sleep(chance.uniform(0.2, 1))
            lab.daemon.kill()
            why = trail.why_not_whole(lab.daemon)
            assert not why, f"after kill {number + 1}: {why}"
            lab.daemon.start()
    wait_for(lab.mta.is_idle, f"{lab.mta.name} to deliver everything", 60)
    unrecorded = trail.without_record(lab.daemon, [
        each for each in lab.sink.deliveries()
        if any(address.startswith("soak") for address in each.recipients)])
    assert not unrecorded, f"delivered without a record: {unrecorded}"
    untold = trail.untold_ends(lab.daemon)
    assert not untold, untold[0]
    told = trail.unclean_starts(lab.daemon) - before
    assert told >= 1, "no start tells of a kill"
    why = trail.why_not_whole(lab.daemon)
    assert not why, why
