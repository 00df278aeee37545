#!/usr/bin/env python3
"""The hooks of .pre-commit-hooks.yaml under the real pre-commit: hook_test.py ROOT INFRALINT.

Each case works on a new repository in a temporary folder. The hooks come from a repository beside it, cloned by path; nothing needs
a network. INFRALINT is put first in the PATH. Prints `N passed, N failed`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT, INFRALINT = sys.argv[1:3]

TEMPLATE = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      LifecycleConfiguration:
        Rules:
          - Status: Enabled
            NoncurrentVersionExpiration:
              NoncurrentDays: 90
            AbortIncompleteMultipartUpload:
              DaysAfterInitiation: 7
"""
FIXED = TEMPLATE + """\
      VersioningConfiguration:
        Status: Enabled
"""
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: {id}
"""


class Hook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="il hook ")  # with a blank, as people have it
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        os.mkdir(cls.path("bin"))
        os.symlink(os.path.abspath(INFRALINT), cls.path("bin", "infralint"))
        with open(cls.path("gitconfig"), "w") as file:
            file.write("[user]\nname = a\nemail = a@example.com\n[init]\ndefaultBranch = main\n")
        cls.environment = dict(os.environ, PRE_COMMIT_HOME=cls.path("cache"), GIT_CONFIG_GLOBAL=cls.path("gitconfig"))
        cls.environment.update(GIT_CONFIG_NOSYSTEM="1", PATH=cls.path("bin") + os.pathsep + os.environ["PATH"])
        for name in [name for name in cls.environment if name.startswith("GIT_") and "CONFIG" not in name]:
            del cls.environment[name]
        hooks = cls.path("hooks")
        os.mkdir(hooks)
        shutil.copy(os.path.join(ROOT, ".pre-commit-hooks.yaml"), hooks)
        cls.run_in(hooks, "git", "init", "-q")
        cls.run_in(hooks, "git", "add", ".")
        cls.run_in(hooks, "git", "commit", "-q", "-m", "hooks")
        cls.rev = cls.run_in(hooks, "git", "rev-parse", "HEAD").stdout.strip()

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.folder, *names)

    @classmethod
    def run_in(cls, folder, *command, status=0):
        run = subprocess.run(
            command, cwd=folder, env=cls.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if status is not None and run.returncode != status:
            raise AssertionError(f"{command} gave status {run.returncode}, not {status}:\n{run.stdout}")
        return run

    def project(self, hook, files):
        """A repository with these files staged and this hook configured."""
        folder = tempfile.mkdtemp(prefix="project ", dir=self.folder)
        config = CONFIG.format(hooks=self.path("hooks"), rev=self.rev, id=hook)
        for name, text in {".pre-commit-config.yaml": config, **files}.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        self.run_in(folder, "git", "init", "-q")
        self.run_in(folder, "git", "add", ".")
        return folder

    def read(self, folder, name):
        with open(os.path.join(folder, name)) as file:
            return file.read()

    def test_a_finding_fails(self):
        project = self.project("infralint-system", {"my templates/data.yaml": TEMPLATE})
        output = self.run_in(project, "pre-commit", "run", status=1).stdout
        self.assertIn("my templates/data.yaml:2:3  error  s3-bucket-versioning", output)
        self.assertNotIn("files were modified", output)
        self.assertEqual(self.read(project, "my templates/data.yaml"), TEMPLATE)

    def test_the_second_hook_fixes(self):
        project = self.project("infralint-system-fix", {"data.yaml": TEMPLATE})
        output = self.run_in(project, "pre-commit", "run", status=1).stdout
        self.assertIn("files were modified by this hook", output)
        self.assertEqual(self.read(project, "data.yaml"), FIXED)
        self.run_in(project, "git", "add", "data.yaml")
        self.assertIn("Passed", self.run_in(project, "pre-commit", "run").stdout)
        self.assertEqual(self.read(project, "data.yaml"), FIXED)

    def test_what_is_no_template_passes(self):
        files = {
            "compose.yaml": "services:\n  web:\n    image: web\n",
            "package.json": '{"name": "x"}\n',
            "broken.yaml": "a: [b\n",
            "src/page.ts": "export const page = 1;\n",
        }
        project = self.project("infralint-system", files)
        output = self.run_in(project, "pre-commit", "run", "--all-files").stdout
        self.assertIn("Passed", output)

    def test_other_files_are_not_looked_at(self):
        project = self.project("infralint-system", {"README.md": "Text\n"})
        self.run_in(project, "git", "rm", "-q", "--cached", ".pre-commit-config.yaml")
        self.assertIn("no files to check", self.run_in(project, "pre-commit", "run").stdout)

    def test_a_commit_is_held_back(self):
        project = self.project("infralint-system", {"data.json": '{"Resources":{"Q":{"Type":"AWS::S3::Bucket"}}}\n'})
        self.run_in(project, "pre-commit", "install")
        self.assertIn("s3-bucket-versioning", self.run_in(project, "git", "commit", "-m", "x", status=1).stdout)
        self.run_in(project, "git", "rm", "-q", "--cached", "data.json")
        self.run_in(project, "git", "commit", "-q", "-m", "x")


def main():
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Hook)
    result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()
