#!/usr/bin/env python3
"""Headers: a name occurs once in the tree and never in the system, and a quoted include is a bare name.

So the name alone says which header is meant, and only the include directories of a layer decide what it may see.
"""

import os
import re
import subprocess
import sys

import tree

QUOTED = re.compile(r'^\s*#\s*include\s*"([^"]*/[^"]*)"')


def check_names(paths):
    problems = []
    first = {}
    for path in paths:
        name = os.path.basename(path)
        if name.endswith(".h"):
            if name in first:
                problems.append(f"{path}:1: {first[name]} has the same name: rename one of the two headers")
            first.setdefault(name, path)
    return problems


def check_system(paths):
    """An include of such a header would find the system's where the layer may not see ours."""
    names = {os.path.basename(path): path for path in paths if path.endswith(".h")}
    questions = "".join(f"#if __has_include(<{name}>)\n<{name}>\n#endif\n" for name in names)
    run = subprocess.run(["cc", "-E", "-P", "-"], input=questions, capture_output=True, text=True, check=True)
    return [
        f"{names[name]}:1: the system has a header of this name: rename ours"
        for name in re.findall(r"^<(.*)>$", run.stdout, re.MULTILINE)
    ]


def check_includes(path, text):
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        match = QUOTED.match(line)
        if match:
            problems.append(
                f'{path}:{number}: "{match.group(1)}" holds a path: include the bare name; '
                "if it is not found, the layer may not see it"
            )
    return problems


def main(root):
    paths = tree.c_paths(root)
    problems = check_names(paths) + check_system(paths)
    for path in paths:
        text = tree.read(root, path)
        if text is not None:
            problems += check_includes(path, text)
    tree.finish(problems)


if __name__ == "__main__":
    main(sys.argv[1])
