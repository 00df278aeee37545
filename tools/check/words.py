#!/usr/bin/env python3
"""Words that must not be committed: package hosts, paths of one machine, notes of work left undone.

The patterns are written so that they do not match themselves.
"""

import re
import sys

import tree

HOSTS = re.compile(
    r"registry[.](?:npm|yarn)|npmjs[.](?:org|com)/|(?:deb|security|snapshot)[.]debian|debian[.]org/debian|pypi[.]org"
)
MACHINE = re.compile(r"(?<![\w.$}*-])/(?:work|root|farm)/|/tmp/(?:bash_jobs|il/)")
UNDONE = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")
RESOLVED = re.compile(r'"resolved"\s*:')

ADVICE = {
    HOSTS: "a package host: leave the choice of registry to the machine",
    MACHINE: "a path of one machine: make it relative, or take it from the environment",
    UNDONE: "work left undone: do it, or say what is missing in an issue",
    RESOLVED: "a download address: npm writes none with omit-lockfile-registry-resolved=true in .npmrc",
}


def patterns_for(path):
    patterns = [HOSTS, MACHINE]
    if path.endswith("package-lock.json"):
        patterns.append(RESOLVED)
    if not path.startswith("testdata/"):  # inputs may well hold other people's notes
        patterns.append(UNDONE)
    return patterns


def check(path, text):
    problems = []
    patterns = patterns_for(path)
    for number, line in enumerate(text.split("\n"), 1):
        for pattern in patterns:
            match = pattern.search(line)
            if match:
                problems.append(f"{path}:{number}: '{match.group()}' is {ADVICE[pattern]}")
    return problems


def main(root):
    problems = []
    for path in tree.paths(root):
        text = tree.read(root, path)
        if text is not None:
            problems += check(path, text)
    tree.finish(problems)


if __name__ == "__main__":
    main(sys.argv[1])
