#!/usr/bin/env python3
"""Which files are looked at, against git: ignore_test.py INFRALINT makes repositories of random .gitignore files and names, and expects the
files with a finding to be the ones that `git ls-files --others --exclude-standard` lists. Prints `N passed, N failed`, one for each repository.
"""

import os
import random
import subprocess
import sys
import tempfile

REPOSITORIES = 40
TEMPLATE = "Resources: {Data: {Type: AWS::S3::Bucket}}\n"
NAMES = ["a", "b", "ab", "a b", "a-b", "x.y", "é", "#a", "!a", "A"]
PIECES = ["a", "b", "*", "?", "**", "a*", "*b", "[ab]", "[!a]", "[a-c]*", "ab", "x.y", "\\#a", "\\!a", "é", "a b", "*.yaml", "a\\ "]


def pattern(rng):
    text = "/".join(rng.choice(PIECES) for _ in range(rng.choice([1, 1, 1, 2, 3])))
    text = rng.choice(["", "", "/"]) + text + rng.choice(["", "", "/", " "])
    return rng.choice(["", "", "", "!"]) + text


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def make(folder, rng):
    subprocess.run(["git", "init", "-q", folder], check=True)
    for _ in range(25):
        parts = [rng.choice(NAMES) for _ in range(rng.choice([0, 1, 2, 3]))]
        write(os.path.join(folder, *parts, rng.choice(NAMES) + ".yaml"), TEMPLATE)
    folders = [folder] + [os.path.join(at, d) for at, down, _ in os.walk(folder) if ".git" not in at for d in down if d != ".git"]
    for at in rng.sample(folders, min(3, len(folders))) + [folder]:
        end = rng.choice(["\n", "\n", "\r\n"])
        lines = [pattern(rng) for _ in range(rng.choice([1, 3, 6]))] + rng.choice([[], ["# a"], [""]])
        write(os.path.join(at, ".gitignore"), end.join(lines) + rng.choice(["", end]))
    write(os.path.join(folder, ".git", "info", "exclude"), pattern(rng) + "\n")


def listed(folder, where):
    out = subprocess.run(
        ["git", "-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=os.path.join(folder, where), check=True, capture_output=True,
    ).stdout
    return sorted(name for name in out.decode().split("\0") if name.endswith(".yaml"))


def looked_at(folder, where, infralint):
    run = subprocess.run(
        [infralint, "--select", "s3-bucket-versioning", "--no-fixes", "-f", "concise", "-q"],
        cwd=os.path.join(folder, where), capture_output=True,
    )
    return sorted(line.split(":1:13: ")[0] for line in run.stdout.decode().splitlines()), run.stderr.decode()


def main():
    infralint, passed, failed = sys.argv[1], 0, 0
    for seed in range(REPOSITORIES):
        rng = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            make(folder, rng)
            below = sorted(d for d in os.listdir(folder) if os.path.isdir(os.path.join(folder, d)) and d != ".git")
            # A folder that git ignores is looked at when it is named: only git leaves it out.
            visible = [d for d in below if any(name.startswith(d + "/") for name in listed(folder, "."))]
            good = True
            for where in ["."] + visible[:2]:
                expected, (found, stderr) = listed(folder, where), looked_at(folder, where, infralint)
                if expected != found:
                    good = False
                    print(f"repository {seed}, {where}: not looked at {set(expected) - set(found)}, looked at {set(found) - set(expected)} {stderr}")
        passed, failed = passed + good, failed + (not good)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
