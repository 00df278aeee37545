#!/usr/bin/env python3
"""Sizes: a function has at most 80 lines and 5 parameters, a file at most 800 lines.

A function whose definition follows the comment /* table */ (a flat switch or list) may be longer.
C is measured by a scanner that knows comments, literals and braces, not the grammar.
"""

import ast
import re
import sys

import tree

MAX_FUNCTION = 80
MAX_FILE = 800
MAX_PARAMETERS = 5

SOURCES = (".c", ".h", ".py", ".js", ".mjs", ".ts", ".sh")
HIDDEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|^[ \t]*\#(?:\\\n|[^\n])*""",
    re.DOTALL | re.MULTILINE,
)
NAME = re.compile(r"(\w+)\s*\(")


def blank(text):
    """The text with comments, literals and preprocessor lines as spaces, every other byte where it was."""
    return HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def c_functions(text):
    """(name, first line, last line, parameters, is a table) of each function definition."""
    code = blank(text)
    depth = 0
    start = 0  # of the declaration that is being read at depth 0
    function = None
    for match in re.finditer(r"[{};]", code):
        at, char = match.start(), match.group()
        if char == "{":
            head = code[start:at]
            if depth == 0 and head.strip() == "extern":  # extern "C" {
                start = at + 1
                continue
            if depth == 0 and "=" not in head and NAME.search(head):
                function = (start, at)
            depth += 1
        elif char == "}":
            if depth > 0:
                depth -= 1
            if depth == 0:
                if function:
                    yield describe(text, code, *function, at)
                    function = None
                start = at + 1
        elif depth == 0:
            start = at + 1


def describe(text, code, start, brace, end):
    head = code[start:brace]
    name = NAME.search(head)
    first = start + len(head) - len(head.lstrip())
    return (
        name.group(1),
        code.count("\n", 0, first) + 1,
        code.count("\n", 0, end) + 1,
        parameters(head[name.end() :]),
        "/* table */" in text[start:brace],
    )


def parameters(text):
    """How many parameters follow an opening parenthesis."""
    depth = 0
    commas = 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")" and depth == 0:
            return 0 if text[:at].strip() in ("", "void") else commas + 1
        elif char == ")":
            depth -= 1
        elif char == "," and depth == 0:
            commas += 1
    return commas + 1


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node.lineno, node.end_lineno, len(node.args.args), False


def check(path, text):
    """(problems, lengths of the functions) of one file."""
    problems = []
    lengths = []
    lines = text.count("\n")
    if lines > MAX_FILE:
        problems.append(f"{path}:{lines}: {lines} lines, at most {MAX_FILE}: split the file by subject")
    functions = ()
    if path.endswith((".c", ".h")):
        functions = c_functions(text)
    elif path.endswith(".py"):
        functions = python_functions(text)
    for name, first, last, count, table in functions:
        length = last - first + 1
        lengths.append(length)
        if length > MAX_FUNCTION and not table:
            problems.append(f"{path}:{first}: {name} has {length} lines, at most {MAX_FUNCTION}: split it")
        if count > MAX_PARAMETERS:
            problems.append(
                f"{path}:{first}: {name} has {count} parameters, at most {MAX_PARAMETERS}: pass a struct"
            )
    return problems, lengths


def main(root):
    problems = []
    lengths = []
    for path in tree.paths(root):
        if not path.endswith(SOURCES) or path.startswith(("testdata/", "rules/")):
            continue
        text = tree.read(root, path)
        if text is not None:
            found, measured = check(path, text)
            problems += found
            lengths += measured
    if lengths:
        lengths.sort()
        median, ninth = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
        print(f"{len(lengths)} functions: median {median} lines, 90 % within {ninth}, longest {lengths[-1]}")
    tree.finish(problems)


if __name__ == "__main__":
    main(sys.argv[1])
