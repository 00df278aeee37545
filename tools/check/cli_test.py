#!/usr/bin/env python3
"""The command line, from outside: cli_test.py FOLDER INFRALINT runs the cases of FOLDER/*.txt (testdata/cli).

    === title of a case
    -- data.yaml --              a file of the case's own folder; `[crlf]` or `[no newline]` before the last dashes change it
    Resources: {}
    $ infralint data.yaml        for bash, in that folder; the next lines are what must come of it:
      a line of stdout           (`  \\` alone after it: the line did not end)
    ! a line of stderr
    [1]                          the exit status, unless 0

The program's name is `infralint`; `as_user COMMAND` runs without root's rights; the folder's path reads as $DIR in outputs and
times as N ms. IL_UPDATE=1 writes the outputs anew. Prints `N passed, N failed`, one for each command.
"""

import concurrent.futures
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

FILE = re.compile(r"-- (.+?)((?: \[[a-z ]+\])*) --")
AS_USER = """#!/bin/sh
[ "$(id -u)" -ne 0 ] || exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
exec "$@"
"""
KEPT = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LANG", "TMPDIR")
SECONDS = 120


class Step:
    """A command and what it must print and answer, as the lines of the case."""

    def __init__(self, command):
        self.command = command
        self.expected = []


class Case:
    def __init__(self, title):
        self.title = title
        self.files = []  # (path, styles, lines)
        self.steps = []
        self.text = []  # the lines as written, without what steps are expected to give: str or Step


def parse(lines):
    """(head: the lines before the first case, cases)"""
    head, cases, file = [], [], None
    for line in lines:
        if line.startswith("=== "):
            cases.append(Case(line[4:]))
            file = None
        if not cases:
            head.append(line)
            continue
        case = cases[-1]
        match = FILE.fullmatch(line)
        if match and not case.steps:
            file = (match.group(1), match.group(2), [])
            case.files.append(file)
        elif line.startswith("$ "):
            case.steps.append(Step(line[2:]))
            case.text += [line, case.steps[-1]]
            continue
        elif case.steps and line:
            case.steps[-1].expected.append(line)
            continue
        elif file and not case.steps:
            file[2].append(line)
        case.text.append(line)
    return head, cases


def write_files(case, folder):
    for path, styles, lines in case.files:
        text = "".join(line + "\n" for line in lines)
        if "[no newline]" in styles:
            text = text[:-1]
        if "[crlf]" in styles:
            text = text.replace("\n", "\r\n")
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", newline="") as file:
            file.write(text)


def prefixed(data, prefix, folder):
    text = data.decode("utf-8", "backslashreplace").replace(folder, "$DIR")
    text = re.sub(r"\b\d+ ms\b", "N ms", text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda match: f"\\x{ord(match.group()):02x}", text)
    if not text:
        return []
    lines = text.split("\n")
    ended = lines.pop() if lines[-1] == "" else None
    return [prefix + line for line in lines] + ([prefix + "\\"] if ended is None else [])


def run_step(step, folder, environment):
    try:
        run = subprocess.run(
            ["bash", "-c", step.command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return [f"[no answer in {SECONDS} s]"]
    status = [f"[{run.returncode}]"] if run.returncode else []
    return prefixed(run.stdout, "  ", folder) + prefixed(run.stderr, "! ", folder) + status


def environment_for(home):
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment.update(PATH=os.path.join(home, "bin") + os.pathsep + os.environ["PATH"], HOME=home, LC_ALL="C.UTF-8")
    environment.update(TERM="xterm-256color", COLUMNS="100", GIT_CONFIG_NOSYSTEM="1", GIT_CEILING_DIRECTORIES=home)
    return environment


def run_case(case, home):
    """What the steps gave, one list of lines for each."""
    folder = tempfile.mkdtemp(prefix="case-", dir=home)
    os.chmod(folder, 0o777)
    write_files(case, folder)
    return [run_step(step, folder, environment_for(home)) for step in case.steps]


def make_home(home, infralint):
    os.chmod(home, 0o755)
    os.mkdir(os.path.join(home, "bin"))
    shutil.copy(infralint, os.path.join(home, "bin", "infralint"))
    path = os.path.join(home, "bin", "as_user")
    with open(path, "w") as file:
        file.write(AS_USER)
    os.chmod(path, 0o755)
    with open(os.path.join(home, ".gitconfig"), "w") as file:
        file.write("[user]\nname = a\nemail = a@example.com\n[init]\ndefaultBranch = main\n[safe]\ndirectory = *\n")


def show(path, case, step, got):
    print(f"{path}: {case.title}\n$ {step.command}")
    for line in difflib.unified_diff(step.expected, got, "expected", "got", n=1, lineterm=""):
        print("    " + line)


def rewrite(path, head, cases, gots):
    lines = list(head)
    for case, got in zip(cases, gots):
        of = dict(zip(case.steps, got))
        for item in case.text:
            lines += of[item] if isinstance(item, Step) else [item]
    with open(path, "w") as file:
        file.write("".join(line + "\n" for line in lines))


def run_file(path, home, pool):
    """(passed, failed) of the steps in one file."""
    with open(path, encoding="utf-8") as file:
        head, cases = parse(file.read().split("\n")[:-1])
    gots = list(pool.map(lambda case: run_case(case, home), cases))
    passed = failed = 0
    for case, got in zip(cases, gots):
        if not case.steps:
            print(f"{path}: {case.title}: has no command")
            failed += 1
        for step, lines in zip(case.steps, got):
            if lines == step.expected:
                passed += 1
            else:
                failed += 1
                show(path, case, step, lines)
    if failed and os.environ.get("IL_UPDATE"):
        rewrite(path, head, cases, gots)
    return passed, failed


def main(folder, infralint):
    passed = failed = 0
    names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
    home = tempfile.mkdtemp(prefix="il-cli-")
    try:
        make_home(home, infralint)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for name in names:
                good, bad = run_file(os.path.join(folder, name), home, pool)
                passed += good
                failed += bad
    finally:
        # Python's own way recurses, and cases nest folders deeper than that can go.
        subprocess.run(["sh", "-c", 'chmod -R u+rwX "$0"; rm -rf "$0"', home])
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
