"""page.py PAGE REGISTER: an auditor drops the register on the published page, in a browser.

Writes into the file said how long that took until the page's word, the processor time of all
processes of the browser, and the peak of the largest one, in KiB.
"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
from page_browser import Browser  # noqa: E402


def processes(browser):
    return browser.send("SystemInfo.getProcessInfo", {})["processInfo"]


def cpu(browser):
    return sum(p["cpuTime"] for p in processes(browser))


def peak(browser):
    largest = 0
    for p in processes(browser):
        with open("/proc/%d/status" % p["id"]) as f:
            largest = max([largest] + [int(line.split()[1]) for line in f if line.startswith("VmHWM")])
    return largest


def main(page, register):
    with Browser() as browser:
        tab = browser.open(page)
        before, start = cpu(browser), time.monotonic()
        answer = tab.give([register])
        wall = time.monotonic() - start
        with open("said", "w") as f:
            f.write("%.3f %.3f %d\n" % (wall, cpu(browser) - before, peak(browser)))
    if not answer.startswith("good\n"):
        sys.exit("the page says " + answer)


main(*sys.argv[1:])
