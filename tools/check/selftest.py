#!/usr/bin/env python3
"""The house checks on inputs made to break each of them, and on inputs that must pass."""

import contextlib
import io
import json
import os
import sys
import tempfile
import unittest

import headers
import layers
import sizes
import tally
import tree
import words


def function(name, lines, parameters="void"):
    """A C function of so many lines."""
    return f"static int {name}({parameters})\n{{\n" + "    x(1);\n" * (lines - 3) + "}\n"


class Sizes(unittest.TestCase):
    def problems(self, text, path="a.c"):
        return sizes.check(path, text)[0]

    def test_the_longest_function_allowed(self):
        self.assertEqual(self.problems(function("f", 80)), [])

    def test_a_longer_function(self):
        problems = self.problems("int a;\n\n" + function("f", 81))
        self.assertEqual(problems, ["a.c:3: f has 81 lines, at most 80: split it"])

    def test_a_table_may_be_longer(self):
        self.assertEqual(self.problems("/* table */\n" + function("f", 200)), [])

    def test_a_table_excuses_only_itself(self):
        text = "/* table */\n" + function("f", 200) + function("g", 90)
        self.assertEqual(len(self.problems(text)), 1)

    def test_braces_in_literals_comments_and_macros(self):
        text = 'static int f(void)\n{\n    p("}{{", \'{\'); /* { */ // {\n}\n#define OPEN() \\\n    {\n' + function("g", 81)
        self.assertEqual(self.problems(text), ["a.c:7: g has 81 lines, at most 80: split it"])

    def test_what_is_no_function(self):
        text = "struct s {\n    int (*call)(int a);\n};\nstatic const int t[] = {\n" + "    F(1),\n" * 100 + "};\n"
        self.assertEqual(list(sizes.c_functions(text)), [])

    def test_functions_in_extern_c(self):
        names = [found[0] for found in sizes.c_functions('extern "C" {\n' + function("f", 5) + "}\n" + function("g", 5))]
        self.assertEqual(names, ["f", "g"])

    def test_parameters(self):
        self.assertEqual(self.problems(function("f", 4, "int a, int b, int c, int d, int (*e)(int, int)")), [])
        self.assertEqual(
            self.problems(function("f", 4, "int a, int b, int c, int d, int e, int g")),
            ["a.c:1: f has 6 parameters, at most 5: pass a struct"],
        )

    def test_python(self):
        self.assertEqual(len(self.problems("def f(a, b, c, d, e, g):\n" + "    a()\n" * 80, "a.py")), 2)

    def test_a_long_file(self):
        self.assertEqual(self.problems("int a;\n" * 800), [])
        self.assertEqual(len(self.problems("int a;\n" * 801)), 1)


class Words(unittest.TestCase):
    def test_each_kind(self):
        for line in ["https://registry." + "npmjs", "cd /" + "work/x", "/" + "root/.cache", "TO" + "DO", "FIX" + "ME: x"]:
            self.assertEqual(len(words.check("src/a.c", "fine\n" + line + "\n")), 1, line)

    def test_what_only_looks_like_it(self):
        for line in ["mktemp il." + "X" * 6, "$dir/wo" + "rk/x", "src/root/x", "TODOS", "https://a.b/root/x"]:
            self.assertEqual(words.check("src/a.c", line + "\n"), [], line)

    def test_addresses_in_a_lockfile(self):
        text = '{\n  "resolved": "x"\n}\n'
        self.assertEqual(len(words.check("tools/package-lock.json", text)), 1)
        self.assertEqual(words.check("src/a.json", text), [])


class Headers(unittest.TestCase):
    def test_two_of_a_name(self):
        self.assertEqual(headers.check_names(["src/a/x.h", "src/a/y.h"]), [])
        self.assertEqual(len(headers.check_names(["src/a/x.h", "src/b/x.h"])), 1)

    def test_a_name_of_the_system(self):
        self.assertEqual(headers.check_system(["src/a/il_nobody_has_this.h", "src/a/x.c"]), [])
        self.assertEqual(len(headers.check_system(["src/a/link.h", "src/a/il_nobody_has_this.h"])), 1)

    def test_a_path_in_an_include(self):
        self.assertEqual(headers.check_includes("a.c", '#include "x.h"\n#include <sys/stat.h>\n'), [])
        self.assertEqual(len(headers.check_includes("a.c", '# include "../b/x.h"\n')), 1)


class Layers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        for layer, text in {"base": "typedef int num;", "source": '#include "base.h"\nextern num n;'}.items():
            os.makedirs(os.path.join(self.root, "src", layer))
            with open(os.path.join(self.root, "src", layer, layer + ".h"), "w") as file:
                file.write(text + "\n")

    def problems(self, layer, *directories):
        how = (self.root, ("cc", "-std=c17", *("-Isrc/" + directory for directory in directories)))
        return layers.check_layer(layer, layers.headers(self.root), how)

    def test_only_downward(self):
        self.assertEqual(self.problems("base", "base"), [])
        self.assertEqual(self.problems("source", "base", "source"), [])

    def test_an_upward_include_that_compiles(self):
        self.assertIn('"source.h" of source can be included', "".join(self.problems("base", "base", "source")))

    def test_a_downward_include_that_does_not(self):
        self.assertIn('"base.h" of base does not compile', "".join(self.problems("source", "source")))

    def test_what_a_layer_sees(self):
        self.assertEqual(layers.visible("fix"), {"fix", "source", "base"})
        self.assertNotIn("cdk", layers.visible("rule"))


class Tree(unittest.TestCase):
    def test_a_folder_without_git(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in ["a.c", "node_modules/b.c", "build/c.c"]:
                os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
                open(os.path.join(folder, path), "w").close()
            self.assertEqual(tree.paths(folder), ["a.c"])


class Tally(unittest.TestCase):
    def count(self, text, result="OK"):
        return tally.count({"stdout": text, "stderr": "", "result": result})[:3]

    def test_both_forms(self):
        self.assertEqual(self.count("[  PASSED  ] 12 test(s).\n[  SKIPPED ] 1 test(s), listed below:\n"), (12, 0, 1))
        self.assertEqual(self.count("12 passed, 0 failed\n3 passed, 0 failed, 1 skipped\n"), (15, 0, 1))
        self.assertEqual(self.count("[  PASSED  ] 1 test(s).\n[  FAILED  ] 2 test(s), listed below:\n", "FAIL"), (1, 2, 0))

    def test_a_crash_is_a_failure(self):
        self.assertEqual(self.count("[ RUN      ] x\n", "FAIL"), (0, 1, 0))
        self.assertEqual(self.count("[  PASSED  ] 3 test(s).\n", "TIMEOUT"), (3, 1, 0))

    def test_silence_is_a_failure(self):
        self.assertEqual(self.count("all is well\n"), (0, 1, 0))

    def test_the_worst_build_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            for build, line in {"gcc": "3 passed, 0 failed", "clang": "2 passed, 1 failed"}.items():
                os.makedirs(os.path.join(folder, build, "meson-logs"))
                with open(os.path.join(folder, build, "meson-logs", "testlog.json"), "w") as file:
                    json.dump({"name": "x", "stdout": line + "\n", "result": "OK" if build == "gcc" else "FAIL"}, file)
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                status = tally.main([os.path.join(folder, name) for name in ("gcc", "clang", "asan")])
            self.assertEqual((status, printed.getvalue().split("\n")[-2]), (1, "2 passed, 2 failed"))


def main():
    tests = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()
