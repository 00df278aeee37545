#!/usr/bin/env python3
"""Layers: in each folder of src, a header of a layer it may not see does not compile, and its own and lower ones do.

Compiled with exactly the options that the build gives to the files of the folder (compile_commands.json), so what is
tried is the build itself. Each layer counts as one test.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys

LAYERS = {  # docs/design.md, "The layers"
    "base": [],
    "source": ["base"],
    "syntax": ["source"],
    "model": ["source"],
    "template": ["syntax", "model"],
    "cdk": ["syntax", "model"],
    "link": ["template", "cdk"],
    "rule": ["model"],
    "rulec": ["syntax", "rule"],
    "edit": ["syntax"],
    "plan": ["edit", "template", "cdk", "link", "rule"],
    "fix": ["source"],
    "engine": ["plan", "fix", "rule", "rulec"],
    "examples": ["rulec", "engine"],
    "report": ["source"],
    "cli": ["engine", "examples", "report"],
    "embed": ["engine"],
    "fuzz": ["engine", "report"],
}
# What a layer is built into; tests and tools beside it may see more.
PRODUCT = re.compile(r"(^|/)(libil_\w+\.a|libinfralint\.a|infralint)\.p/")
NOT_LAYERS = {"deps", "grammar"}  # other people's code: no header of theirs is included by name


def visible(layer):
    """The layer and everything below it."""
    seen = {layer}
    for lower in LAYERS[layer]:
        seen |= visible(lower)
    return seen


def headers(root):
    """layer -> the names of its headers"""
    found = {}
    for layer in sorted(os.listdir(os.path.join(root, "src"))):
        folder = os.path.join(root, "src", layer)
        if os.path.isdir(folder):
            found[layer] = sorted(name for name in os.listdir(folder) if name.endswith(".h"))
    return found


def options(command):
    """The compiler and those of its options that decide what an include finds and means."""
    words = shlex.split(command)
    compiler = 1 if os.path.basename(words[0]) in ("ccache", "sccache", "distcc") else 0
    kept = [word for word in words[compiler + 1 :] if word.startswith(("-I", "-isystem", "-D", "-std="))]
    return (words[compiler], *kept)


def commands(root, build):
    """layer -> the distinct (directory, options) with which its files are compiled"""
    with open(os.path.join(build, "compile_commands.json")) as file:
        entries = json.load(file)
    found = {}
    for entry in entries:
        if not PRODUCT.search(entry.get("output", "")):
            continue
        path = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
        for base in (build, root):
            inside = os.path.relpath(path, os.path.join(os.path.realpath(base), "src"))
            if not inside.startswith(".."):
                layer = inside.split(os.sep)[0]
                found.setdefault(layer, set()).add((entry["directory"], options(entry["command"])))
                break
    return found


def run(directory, words, text):
    return subprocess.run([*words, "-w", "-x", "c", "-"], cwd=directory, input=text, capture_output=True, text=True)


def compiles(directory, words, included):
    """Whether the headers named by INCLUDED compile together, and the first complaint."""
    text = "".join(f'#include "{header}"\n' for header in included)
    done = run(directory, [*words, "-fsyntax-only"], text)
    return done.returncode == 0, done.stderr.split("\n")[0]


def reachable(directory, words, asked):
    """Those of the ASKED headers that an #include would find."""
    text = "".join(f'#if __has_include("{header}")\nfound {header}\n#endif\n' for header in asked)
    done = run(directory, [*words, "-E", "-P"], text)
    return {line.split()[1] for line in done.stdout.splitlines() if line.startswith("found ")}


def check_layer(layer, names, how):
    """The problems of one layer: names is headers(), how is one of commands()."""
    problems = []
    place = f"src/{layer}/meson.build:1"
    seen = visible(layer)
    higher = {header: other for other, listed in names.items() if other not in seen for header in listed}
    for header in sorted(reachable(*how, higher)):
        problems.append(
            f'{place}: "{header}" of {higher[header]} can be included: {layer} may see only '
            f"{', '.join(sorted(seen))}; take the directory out of its dependencies"
        )
    if higher and not problems:
        header = sorted(higher)[0]
        if compiles(*how, [header])[0]:
            problems.append(f'{place}: "{header}" of {higher[header]} compiles although nothing finds it')
    for other in sorted(seen - {layer}):
        for header in names.get(other, [])[:1]:  # the others are tried where they belong
            good, message = compiles(*how, [header])
            if not good:
                problems.append(f'{place}: "{header}" of {other} does not compile: {message}')
    for header in names.get(layer, []):
        good, message = compiles(*how, [header])
        if not good:
            problems.append(f'{place}: "{header}" of {layer} does not compile alone: {message}')
    return problems


def main(root, build):
    names = headers(root)
    passed = failed = 0
    for layer in sorted(set(names) - set(LAYERS) - NOT_LAYERS):
        if os.listdir(os.path.join(root, "src", layer)):
            print(f"src/{layer}:1: not a layer: add it to docs/design.md and to LAYERS in tools/check/layers.py")
            failed += 1
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = {}
        for layer, hows in sorted(commands(root, build).items()):
            if layer in LAYERS:
                jobs[layer] = [pool.submit(check_layer, layer, names, how) for how in sorted(hows)]
        for layer, waiting in jobs.items():
            problems = sorted({problem for job in waiting for problem in job.result()})
            print(*problems, sep="\n", end="\n" if problems else "")
            passed += not problems
            failed += len(problems)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
