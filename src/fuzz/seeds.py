#!/usr/bin/env python3
"""The first corpus of ./dev fuzz: seeds.py ROOT FOLDER writes FOLDER/fuzz_syntax and FOLDER/fuzz_engine, a file a seed, from ROOT/testdata.

A seed is the byte that chooses (see the fuzzers) and then the text."""

import os
import re
import sys

SYNTAX = {"json": 0, "yaml": 1, "ts": 2, "tsx": 3}
ENGINE = {"ts": 0, "json": 1, "yaml": 2}
LARGEST = 20_000


def corpus_sources(path):
    """The sources of a corpus file of testdata/syntax."""
    with open(path, encoding="utf-8", newline="") as file:
        sections = re.split(r"^=== .*\n", file.read(), flags=re.MULTILINE)[1:]
    return [section[: section.rfind("---\n")].encode() for section in sections]


def files(folder, ending):
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for name in sorted(names):
            if name.endswith(ending):
                yield os.path.join(directory, name)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def seeds(root):
    """(target, choice, text) of each."""
    testdata = os.path.join(root, "testdata")
    for language, choice in SYNTAX.items():
        for path in files(os.path.join(testdata, "syntax", language), ".txt"):
            for source in corpus_sources(path):
                yield "fuzz_syntax", choice, source
    for path in files(os.path.join(testdata, "syntax", "whole"), ""):
        ending = path.rsplit(".", 1)[1]
        yield "fuzz_syntax", SYNTAX[ending], read(path)
        yield "fuzz_engine", ENGINE[ending], read(path)
    for path in files(os.path.join(testdata, "apps"), ".ts"):
        yield "fuzz_engine", 4, read(path)
    for path in files(os.path.join(testdata, "apps"), ".template.json"):
        yield "fuzz_engine", 5, read(path)
        yield "fuzz_engine", 7, read(path)
    # The examples of the rules' pages: fenced blocks of TypeScript, JSON and YAML.
    for path in files(os.path.join(root, "rules"), ".md"):
        for language, source in re.findall(r"^```(ts|json|yaml)[^\n]*\n(.*?)^```", read(path).decode(), re.MULTILINE | re.DOTALL):
            yield "fuzz_engine", ENGINE[language] + 12, source.encode()


def main(root, folder):
    for number, (target, choice, text) in enumerate(seeds(root)):
        if len(text) > LARGEST:
            continue
        os.makedirs(os.path.join(folder, target), exist_ok=True)
        with open(os.path.join(folder, target, f"seed-{number:04}"), "wb") as file:
            file.write(bytes([choice]) + text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
