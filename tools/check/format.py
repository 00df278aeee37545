#!/usr/bin/env python3
"""The layout of the C code, by clang-format and .clang-format. With --write instead of a build directory it is applied."""

import re
import subprocess
import sys

import tree

PLACE = re.compile(r"^(\S+?:\d+):\d+: (?:error|warning): code should be clang-formatted")


def clang_format(root, *options):
    paths = tree.c_paths(root)
    if not paths:
        return ""
    run = subprocess.run(["clang-format", *options, *paths], cwd=root, capture_output=True, text=True)
    if run.returncode != 0 and not PLACE.search(run.stderr):
        sys.exit(f"clang-format failed: {run.stderr}")
    return run.stderr


def main(root, mode):
    if mode == "--write":
        clang_format(root, "-i")
        return
    places = {}
    for line in clang_format(root, "--dry-run", "-Werror").split("\n"):
        match = PLACE.match(line)
        if match:  # one line a file is enough: the remedy is for the whole file
            places.setdefault(match.group(1).split(":")[0], match.group(1))
    tree.finish([f"{place}: not laid out by .clang-format: run ./dev fmt" for place in places.values()])


if __name__ == "__main__":
    main(*sys.argv[1:3])
