"""The files of the tree and the form of a report: what the house checks share.

A check is `x.py ROOT BUILD`. It prints `FILE:LINE: what is wrong: what to do` per problem, and closes with the
`N passed, N failed` that tools/check/tally.py reads: a whole check counts as one.
"""

import os
import subprocess
import sys

SKIPPED = {".git", "build", "node_modules", "__pycache__"}


def paths(root):
    """Every file that is committed or could be, relative to root, sorted."""
    git = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
    )
    if git.returncode == 0:
        found = [path for path in os.fsdecode(git.stdout).split("\0") if path]
        return sorted(path for path in set(found) if os.path.isfile(os.path.join(root, path)))
    found = []  # an unpacked archive has no git
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(found)


def c_paths(root):
    """The C files that people here write; testdata and rules hold inputs."""
    inputs = ("testdata/", "rules/")
    return [path for path in paths(root) if path.endswith((".c", ".h")) and not path.startswith(inputs)]


def read(root, path):
    """The text of a file, or None for a binary one."""
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    return None if b"\0" in data else data.decode("utf-8", "replace")


def finish(problems):
    for problem in problems:
        print(problem)
    print(f"{0 if problems else 1} passed, {len(problems)} failed")
    sys.exit(1 if problems else 0)
