#!/usr/bin/env python3
"""Adds up what the tests said: tally.py BUILD… prints `N passed, N failed` last, alone on its line.

The protocol. Every test is a meson test and says on stdout or stderr how many cases it ran, in one of two forms:
  - cmocka's closing lines:   [  PASSED  ] 12 test(s).   [  FAILED  ] 1 test(s), …   [  SKIPPED ] 2 test(s), …
  - the plain closing line:   12 passed, 1 failed        (or: 12 passed, 1 failed, 2 skipped)
and exits with 0 if none failed. Several such lines in one test are added. A test that exits with another status but
counts no failure (a crash, a time-out), and a test that counts nothing at all, is one failure.

A test that runs in several builds counts once, at its worst. A build without a log of tests did not build: one failure.
"""

import json
import os
import re
import sys

CMOCKA = re.compile(r"^\[\s*(PASSED|FAILED|SKIPPED)\s*\] (\d+) test\(s\)", re.MULTILINE)
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.MULTILINE)


def count(entry):
    """(passed, failed, skipped, what is odd about it) of one test of meson's log."""
    text = entry.get("stdout", "") + "\n" + entry.get("stderr", "")
    sums = {"PASSED": 0, "FAILED": 0, "SKIPPED": 0}
    for word, number in CMOCKA.findall(text):
        sums[word] += int(number)
    for passed, failed, skipped in PLAIN.findall(text):
        sums["PASSED"] += int(passed)
        sums["FAILED"] += int(failed)
        sums["SKIPPED"] += int(skipped or 0)
    odd = None
    if entry["result"] != "OK" and sums["FAILED"] == 0:
        odd = entry["result"].lower() + f", exit status {entry.get('returncode')}"
    elif sum(sums.values()) == 0:
        odd = "says nowhere how many cases it ran"
    return sums["PASSED"], sums["FAILED"] + (odd is not None), sums["SKIPPED"], odd


def read(build):
    """name -> count() of the tests in a build directory, None if it has no log."""
    try:
        with open(os.path.join(build, "meson-logs", "testlog.json"), encoding="utf-8") as file:
            entries = [json.loads(line) for line in file]
    except FileNotFoundError:
        return None
    return {entry["name"]: count(entry) for entry in entries}


def main(builds):
    worst = {}
    unbuilt = 0
    for build in builds:
        label = os.path.basename(build)
        tests = read(build)
        if tests is None:
            print(f"{label}: ran no test: it did not build, or there is none of that name")
            unbuilt += 1
            continue
        for name, (passed, failed, skipped, odd) in sorted(tests.items()):
            if failed:
                print(f"{label}: {name}: {odd or f'{failed} failed'}")
            before = worst.get(name, (passed, failed, skipped))
            worst[name] = (min(before[0], passed), max(before[1], failed), max(before[2], skipped))
        print(f"{label}: {len(tests)} tests ran {sum(test[0] + test[1] for test in tests.values())} cases")
    passed = sum(test[0] for test in worst.values())
    failed = sum(test[1] for test in worst.values()) + unbuilt
    skipped = sum(test[2] for test in worst.values())
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
