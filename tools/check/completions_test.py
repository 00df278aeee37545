#!/usr/bin/env python3
"""Completions and manual page against the real shells and manual readers: completions_test.py INFRALINT.

Each shell loads what `infralint completions SHELL` prints and is asked to complete lines, as if Tab were pressed. That every option of the
help is in all of them shows that there is one source. Prints `N passed, N failed`.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

INFRALINT = os.path.abspath(sys.argv[1])

ZSH = """\
PROMPT=
autoload -U compinit
compinit -u -D
zstyle ':completion:*' menu no
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
        builtin compadd "$@"
        return $?
    fi
    local -a hits
    builtin compadd -A hits "$@"
    [[ -z $hits ]] || print -l -- $hits >>"$HITS"
    builtin compadd "$@"
}
source "$COMPLETIONS"
done-with() { print done >>"$HITS.done" }
comppostfuncs=(done-with)
bindkey '^I' complete-word
print ready >>"$HITS.ready"
"""


def printed(*arguments):
    return subprocess.run([INFRALINT, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def options():
    return re.findall(r"^  (?:-\w, )?(--[a-z-]+)", printed("--help").split("\nOptions:\n")[1], re.MULTILINE)


def await_file(path, master, seconds=20):
    """Reads away what the shell writes until PATH is there."""
    end = time.monotonic() + seconds
    while not os.path.exists(path):
        if time.monotonic() > end:
            raise AssertionError(f"the shell did not answer within {seconds} s")
        if select.select([master], [], [], 0.05)[0]:
            os.read(master, 65536)


class Completions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.rules = [line.split()[0] for line in printed("rules").splitlines()]

    def path(self, name):
        return os.path.join(self.folder, name)

    def file_of(self, shell):
        with open(self.path(shell), "w") as file:
            file.write(printed("completions", shell))
        return self.path(shell)

    def bash(self, line):
        words = re.sub("=", " = ", line).split(" ")
        words = [word for word in words[:-1] if word] + [words[-1]]
        script = (
            f'source "{self.file_of("bash")}"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _infralint;'
            'printf "%s\\n" "${COMPREPLY[@]}"'
        )
        run = subprocess.run(["bash", "-c", script, "bash", *words], check=True, stdout=subprocess.PIPE, text=True)
        return run.stdout.split()

    def fish(self, line):
        script = f'source "{self.file_of("fish")}"; complete -C "{line}"'
        home = dict(os.environ, HOME=self.folder, XDG_CONFIG_HOME=self.folder, XDG_DATA_HOME=self.folder)
        run = subprocess.run(
            ["fish", "--no-config", "-c", script], check=True, stdout=subprocess.PIPE, text=True, env=home, cwd=self.folder
        )
        return [entry.split("\t")[0] for entry in run.stdout.splitlines()]

    def zsh(self, line):
        folder = tempfile.mkdtemp(dir=self.folder)
        hits = os.path.join(folder, "hits")
        with open(os.path.join(folder, "rc"), "w") as file:
            file.write(ZSH)
        environment = dict(os.environ, HITS=hits, COMPLETIONS=self.file_of("zsh"), HOME=folder, TERM="dumb")
        child, master = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], environment)
        try:
            os.write(master, f"source {folder}/rc\n".encode())
            await_file(hits + ".ready", master)
            os.write(master, (line + "\t").encode())
            await_file(hits + ".done", master)
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)
            os.close(master)
        if not os.path.exists(hits):
            return []
        with open(hits) as file:
            return file.read().split()

    def everywhere(self, line, *expected, absent=()):
        for shell in (self.bash, self.zsh, self.fish):
            with self.subTest(shell=shell.__name__, line=line):
                words = shell(line)
                for word in expected:
                    self.assertIn(word, words)
                for word in absent:
                    self.assertNotIn(word, words)

    def test_commands(self):
        self.everywhere("infralint ", "check", "fix", "rules", "explain", "init", "doctor", "completions")
        self.everywhere("infralint expl", "explain", absent=["fix"])

    def test_what_follows_a_command(self):
        self.everywhere("infralint config ", "show", "path", "schema", "validate", "init")
        self.everywhere("infralint completions ", "bash", "zsh", "fish")
        self.everywhere("infralint explain s3-bucket-", "s3-bucket-versioning", absent=["ec2-vpc-flow-logs"])

    def test_arguments_of_options(self):
        self.everywhere("infralint check --fail-on ", "note", "warning", "error", "never")
        self.everywhere("infralint -f ", "human", "sarif", "markdown")
        self.everywhere("infralint --color ", "auto", "always", "never")
        self.everywhere("infralint --select s3-bucket-", "s3-bucket-versioning", absent=["ec2-vpc-flow-logs"])

    def test_an_argument_after_an_equals_sign(self):
        self.assertIn("warning", self.bash("infralint --fail-on="))
        self.assertEqual(self.bash("infralint --fail-on=war"), ["warning"])

    def test_a_list_goes_on_after_a_comma(self):
        self.assertEqual(
            self.bash("infralint --select ec2-vpc-flow-logs,s3-bucket-versio"),
            ["ec2-vpc-flow-logs,s3-bucket-versioning"],
        )
        self.assertIn("s3-bucket-versioning", self.zsh("infralint --select ec2-vpc-flow-logs,s3-bucket-versio"))

    def test_every_rule_and_option_is_in_every_shell(self):
        self.assertGreater(len(options()), 30)
        self.assertGreater(len(self.rules), 100)
        for shell in ("bash", "zsh", "fish"):
            text = printed("completions", shell)
            for option in options():
                # fish has names without dashes
                self.assertRegex(text, rf"(--|-l ){re.escape(option[2:])}\b", shell)
            words = set(re.split(r"[\s'()]+", text))
            self.assertEqual([rule for rule in self.rules if rule not in words], [], shell)

    def test_another_shell_is_refused(self):
        run = subprocess.run([INFRALINT, "completions", "tcsh"], stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.returncode, 2)
        self.assertIn("bash, zsh or fish", run.stderr)


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = printed("man")

    def test_readers_have_nothing_to_complain_of(self):
        groff = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", "-P-c"], input=self.page, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.assertEqual((groff.returncode, groff.stderr), (0, ""))
        mandoc = subprocess.run(["mandoc", "-T", "lint", "-W", "error"], input=self.page, stdout=subprocess.PIPE, text=True)
        self.assertEqual((mandoc.returncode, mandoc.stdout), (0, ""))

    def test_commands_and_options_are_on_the_page(self):
        shown = subprocess.run(["mandoc", "-T", "ascii"], input=self.page, stdout=subprocess.PIPE, text=True, check=True)
        text = re.sub(".\b", "", shown.stdout)
        for option in options():
            self.assertIn(option, text)
        for command in re.findall(r"^  ([a-z]+)", printed("--help").split("\nOptions:\n")[0], re.MULTILINE):
            self.assertRegex(text, rf"(?m)^     *{command}\b")


def main():
    missing = [tool for tool in ("bash", "zsh", "fish", "groff", "mandoc") if not shutil.which(tool)]
    if missing:
        print(f"missing: {' '.join(missing)}; ./dev setup installs them\n0 passed, 1 failed")
        sys.exit(1)
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    result = unittest.TextTestRunner(stream=sys.stdout).run(unittest.TestSuite([load(Completions), load(Manual)]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()
