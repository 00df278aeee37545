#!/usr/bin/env python3
"""The pages for users: docs_test.py ROOT INFRALINT.

docs/rules-index.md and docs/other-tools.md repeat what the pages of the rules say, and are written from `infralint rules`: IL_UPDATE=1 writes them anew. In all
pages, links lead to files and headings that are there, options are options of the program, and outputs are what it prints. Prints `N passed, N failed`.
"""

import json
import os
import re
import subprocess
import sys

ROOT, INFRALINT = (os.path.abspath(path) for path in sys.argv[1:3])

INDEX = """\
# Rules

All {n} rules; each name leads to the page that says why it is there, when it does not apply, what fails and what passes. `infralint rules` lists them on the
command line, by id, pack, category, other tools' ids or type of resource (`infralint rules AWS::S3::Bucket`), and `infralint explain RULE` prints a page. Written by
`./dev test --update docs`.

*Fix*: **safe** fixes replace, interrupt and lose nothing (`--fix`); **unsafe** ones may (`--fix --unsafe-fixes`).

"""
OTHERS = """\
# From other tools

Rules that mean the same, by the names that other tools have for them. Every name here works wherever infralint takes a rule: `infralint explain CKV_AWS_21`, `--select`,
the configuration, suppressions. Where a name stands in several rows, each rule has a part of it. Written by `./dev test --update docs`.

"""


def ask(*arguments):
    return subprocess.run([INFRALINT, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def index(rules):
    services = {}
    for rule in rules:
        services.setdefault(rule["page"].split("/")[1], []).append(rule)
    text = INDEX.format(n=len(rules)) + " · ".join(f"[{name}](#{name})" for name in sorted(services)) + "\n"
    for name in sorted(services):
        text += f"\n## {name}\n\n| rule | | severity | fix | packs |\n|---|---|---|---|---|\n"
        for rule in services[name]:
            fix = "" if rule["fix"] == "none" else rule["fix"]
            title = rule["title"].replace("|", "\\|")
            text += f"| [{rule['id']}](../{rule['page']}) | {title} | {rule['severity']} | {fix} | {' '.join(rule['packs'])} |\n"
    return text


def natural(name):
    return [int(part) if part.isdigit() else part.lower() for part in re.split(r"(\d+)", name)]


def others(rules):
    tools = {}
    for rule in rules:
        for tool, names in rule["also"].items():
            for name in names:
                tools.setdefault(tool, []).append((name, rule))
    text = OTHERS + " · ".join(f"[{tool}](#{tool})" for tool in sorted(tools)) + "\n"
    for tool in sorted(tools):
        text += f"\n## {tool}\n\n| {tool} | infralint |\n|---|---|\n"
        for name, rule in sorted(tools[tool], key=lambda pair: (natural(pair[0]), pair[1]["id"])):
            text += f"| {name} | [{rule['id']}](../{rule['page']}) |\n"
    return text


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def check_generated(path, text):
    if os.environ.get("IL_UPDATE"):
        with open(os.path.join(ROOT, path), "w", encoding="utf-8") as file:
            file.write(text)
    if not os.path.exists(os.path.join(ROOT, path)) or read(path) != text:
        return [f"{path}: the rules say something else now: run ./dev test --update docs"]
    return []


def prose(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(text):
    """The names that headings have as targets of links."""
    headings = re.findall(r"^#+ (.*)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading)).strip().lower().replace(" ", "-") for heading in headings}


def check_links(page):
    problems = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(read(page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        if not os.path.exists(os.path.join(ROOT, file)):
            problems.append(f"{page}: leads to {target}, which is not there")
        elif anchor and anchor not in anchors(read(file)):
            problems.append(f"{page}: leads to {target}, and {file} has no such heading")
    return problems


def check_outputs(page):
    """Blocks that begin with a command of ours show how its output begins."""
    problems = []
    for command, shown in re.findall(r"^```\n\$ (infralint [^\n]*)\n(.*?)^```", read(page), re.MULTILINE | re.DOTALL):
        environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
        words = [INFRALINT, *command.split()[1:]]
        output = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True).stdout
        if not output.startswith(shown):
            problems.append(f"{page}: `{command}` prints something else now")
    return problems


def check_options(page, known):
    problems = []
    for line in read(page).split("\n"):
        # in a command of ours, up to what is no longer it
        for command in re.findall(r"\binfralint (?!/)([^|`#;\n]*)", line):
            for option in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", command):
                if option not in known:
                    problems.append(f"{page}: infralint has no option {option}: {line.strip()}")
    return problems


def main():
    rules = json.loads(ask("rules", "-f", "json"))
    known = set(re.findall(r"--[a-z][a-z-]+", ask("--help")))
    docs = [f"docs/{name}" for name in sorted(os.listdir(os.path.join(ROOT, "docs"))) if name.endswith(".md")]
    problems = check_generated("docs/rules-index.md", index(rules)) + check_generated("docs/other-tools.md", others(rules))
    pages = sorted({*docs, "docs/rules-index.md", "docs/other-tools.md"}) + ["README.md", "CONTRIBUTING.md", "tools/package/npm/README.md"]
    for page in pages:
        problems += check_links(page)
        problems += check_options(page, known)
        problems += check_outputs(page)
    for problem in problems:
        print(problem)
    print(f"{len(pages) + 2 - min(len(problems), len(pages))} passed, {len(problems)} failed")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
