#!/usr/bin/env python3
"""Test apps, whole: apps_test.py ROOT INFRALINT lints the large ones of ROOT/testdata/apps, and ROOT/testdata/brief, and compares what is printed with
testdata/golden.

Each app is linted from the root of the repository as a user would: its program with its cdk.out, its program alone, its templates alone, its cdk.out,
and what fixing would change. Files of testdata/golden that belong to no run are failures. IL_UPDATE=1 writes them anew.
Prints `N passed, N failed`, one for each run.
"""

import difflib
import os
import subprocess
import sys

# The small ones of testdata/apps are there for tools/fidelity. The samples of the brief, mistakes and all, do not synthesize.
APPS = {"data-platform": "testdata/apps/data-platform", "hardened": "testdata/apps/hardened", "brief": "testdata/brief"}
ALONE = {"brief"}
RUNS = {  # the golden's ending → the arguments behind the app's folder
    "concise.txt": ["{app}", "--format", "concise"],
    "notes.json": ["{app}", "--format", "json", "--severity-min", "note"],
    "source.txt": ["{app}", "--format", "concise", "--source-only"],
    "template.txt": ["{app}/cdk.out", "--format", "concise", "--template-only"],
    "back.txt": ["{app}/cdk.out", "--format", "concise"],
    "fixes.diff": ["{app}", "--diff", "--unsafe-fixes"],
}
PROGRAM = {"notes.json", "concise.txt", "fixes.diff"}  # the runs that need no cdk.out


def output(root, infralint, app, arguments):
    words = [word.format(app=APPS[app]) for word in arguments]
    done = subprocess.run([infralint, *words], cwd=root, capture_output=True, text=True)
    return f"{done.stdout}{done.stderr}exit status {done.returncode}\n"


def check(golden, got):
    """What is wrong with GOT, as lines; with IL_UPDATE=1 nothing is, and the file is written."""
    if os.environ.get("IL_UPDATE"):
        with open(golden, "w", newline="") as file:
            file.write(got)
        return []
    if not os.path.exists(golden):
        return [f"{golden} is missing: IL_UPDATE=1 writes it"]
    with open(golden, newline="") as file:
        expected = file.read()
    return list(difflib.unified_diff(expected.splitlines(), got.splitlines(), golden, "got", lineterm=""))


def main(root, infralint):
    folder = os.path.join(root, "testdata", "golden")
    os.makedirs(folder, exist_ok=True)
    runs = {app: {e: a for e, a in RUNS.items() if app not in ALONE or e in PROGRAM} for app in APPS}
    known = {f"{app}.{ending}" for app in APPS for ending in runs[app]}
    passed = failed = 0
    for name in sorted(set(os.listdir(folder)) - known):
        print(f"testdata/golden/{name}: belongs to no run: remove it")
        failed += 1
    for app in APPS:
        for ending, arguments in runs[app].items():
            problems = check(os.path.join(folder, f"{app}.{ending}"), output(root, infralint, app, arguments))
            print(*problems, sep="\n", end="\n" if problems else "")
            passed += not problems
            failed += bool(problems)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
