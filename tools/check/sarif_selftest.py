#!/usr/bin/env python3
"""sarif.py on a log that is right, and on ones with one thing made wrong in each: sarif_selftest.py ROOT FILE."""

import copy
import json
import sys
import unittest
import unittest.mock

import sarif

ROOT, FILE = sys.argv[1:3]


def rules(log):
    return log["runs"][0]["tool"]["driver"]["rules"]


def results(log):
    return log["runs"][0]["results"]


def having(log, key):
    """The first result that has it."""
    return next(result for result in results(log) if key in result)


def physical(result):
    return result["locations"][0]["physicalLocation"]


class Mutations(unittest.TestCase):
    def setUp(self):
        with open(FILE, "rb") as file:
            self.log = json.load(file)

    def problems(self, log):
        return sarif.check(json.dumps(log).encode(), ROOT)[1]

    def refused(self, change, words):
        """change(log) makes the log wrong in a way that is said with these words."""
        log = copy.deepcopy(self.log)
        change(log)
        found = "\n".join(self.problems(log))
        self.assertIn(words, found)

    def test_the_log_itself(self):
        self.assertEqual(self.problems(self.log), [])

    def test_no_json(self):
        for data in (b"", b"{", b"\xff", b'{"a":1,"a":2}', b"\xef\xbb\xbf{}"):
            self.assertIn("no JSON", sarif.check(data, ROOT)[1][0])

    def test_the_frame(self):
        self.refused(lambda log: log.update(version="2.0.0"), "version")
        self.refused(lambda log: log.pop("$schema"), "$schema")
        self.refused(lambda log: log.update(runs=[]), "no run")
        self.refused(lambda log: log["runs"][0].pop("results"), "no results")
        self.refused(lambda log: log["runs"][0].update(columnKind="unicodeCodePoints"), "columnKind")
        with unittest.mock.patch.dict(sarif.MOST, results=1):
            self.refused(lambda log: None, "no results, or too many")
        self.refused(lambda log: log["runs"][0]["automationDetails"].update(id="infralint"), "category")

    def test_empty_texts(self):
        self.refused(lambda log: results(log)[0]["message"].update(text=""), "message.text is ''")
        self.refused(lambda log: results(log)[0].update(level=None), "level is None")

    def test_rules(self):
        self.refused(lambda log: rules(log)[0].pop("help"), "help has no text")
        self.refused(lambda log: rules(log)[0]["fullDescription"].update(text="x" * 1025), "longer than 1024")
        self.refused(lambda log: rules(log)[1].update(id=rules(log)[0]["id"]), "missing or taken")
        self.refused(lambda log: rules(log)[0].update(helpUri="docs/x.md"), "https")
        self.refused(lambda log: rules(log)[0]["properties"].update(tags=[str(i) for i in range(21)]), "too many")

    def test_security_severity(self):
        security = next(i for i, rule in enumerate(rules(self.log)) if "security" in rule["properties"]["tags"])
        other = next(i for i, rule in enumerate(rules(self.log)) if "security" not in rule["properties"]["tags"])
        for value in ("0.0", "10.1", "high", 8.0, "8"):
            change = {"security-severity": value}
            self.refused(lambda log: rules(log)[security]["properties"].update(change), "security-severity is")
        self.refused(lambda log: rules(log)[security]["properties"].pop("security-severity"), "go together")
        self.refused(lambda log: rules(log)[other]["properties"].update({"security-severity": "5.0"}), "go together")

    def test_uris(self):
        for uri in ("/lib/x.ts", "lib/a b.ts", "../x.ts", "./x.ts", "C:\\x.ts", "file:///x.ts", "lib/größe.ts", "lib//x.ts"):
            self.refused(lambda log: physical(results(log)[0])["artifactLocation"].update(uri=uri), f"'{uri}'")
        self.refused(lambda log: physical(results(log)[0])["artifactLocation"].update(uriBaseId="ROOT"), "not declared")
        self.refused(lambda log: physical(results(log)[0])["artifactLocation"].update(uri="nowhere.ts"), "not there")

    def test_regions(self):
        for name in sarif.EDGES:
            self.refused(lambda log: physical(results(log)[0])["region"].pop(name), "not complete")
            self.refused(lambda log: physical(results(log)[0])["region"].update({name: 0}), "not complete")
        self.refused(lambda log: physical(results(log)[0])["region"].update(startLine=2), "ends before")
        self.refused(lambda log: physical(results(log)[0])["region"].update(endLine=9999), "outside")
        self.refused(lambda log: physical(results(log)[0])["region"].update(endColumn=3), "outside")

    def test_results(self):
        self.refused(lambda log: results(log)[0].update(ruleId="unheard-of"), "not described")
        self.refused(lambda log: results(log)[0].update(ruleIndex=results(log)[0]["ruleIndex"] + 1), "ruleIndex")
        self.refused(lambda log: results(log)[0].update(level="fatal"), "level")
        self.refused(lambda log: results(log)[0].update(locations=[]), "no place")

    def test_fingerprints(self):
        self.refused(lambda log: results(log)[0].pop("partialFingerprints"), "primaryLocationLineHash")
        for value in ("ABC:1", "abc", "abc:0", "0123456789abcdef0:1"):
            change = {"primaryLocationLineHash": value}
            self.refused(lambda log: results(log)[0]["partialFingerprints"].update(change), "primaryLocationLineHash")
        change = {"primaryLocationLineHash": "abc:1"}
        self.refused(lambda log: results(log)[0]["partialFingerprints"].update(change), "of its line")

    def test_suppressions(self):
        good = {"kind": "inSource", "status": "accepted"}
        for wrong, words in (({"kind": "mine"}, "kind of a suppression"), ({"status": "rejected"}, "suppresses nothing")):
            self.refused(lambda log: results(log)[0].update(suppressions=[{**good, **wrong}]), words)
        place = {"physicalLocation": {"artifactLocation": {"uri": "nowhere.ts"}}}
        self.refused(lambda log: results(log)[0].update(suppressions=[{**good, "location": place}]), "not complete")
        self.refused(lambda log: results(log)[0].update(baselineState="new"), "some have none")
        self.refused(lambda log: [result.update(baselineState="old") for result in results(log)], "baselineState")

    def test_links(self):
        self.refused(lambda log: having(log, "relatedLocations")["message"].update(text="See [it](9)."), "leads nowhere")
        self.refused(lambda log: having(log, "relatedLocations")["message"].update(text="See it."), "not linked to")
        change = {"message": {"text": "See [it](https://x)."}}
        self.refused(lambda log: results(log)[0].update(change), "leads nowhere")

    def test_fixes(self):
        def change(log):
            return having(log, "fixes")["fixes"][0]["artifactChanges"][0]

        def region(log):
            return change(log)["replacements"][0]["deletedRegion"]

        self.refused(lambda log: having(log, "fixes")["fixes"][0].pop("description"), "description of a fix")
        self.refused(lambda log: having(log, "fixes")["fixes"][0].update(artifactChanges=[]), "changes nothing")
        self.refused(lambda log: change(log).update(replacements=[]), "without replacements")
        self.refused(lambda log: change(log)["artifactLocation"].update(uri="none.ts"), "not there")
        self.refused(lambda log: region(log).update(endColumn=9999), "outside")
        self.refused(lambda log: region(log).pop("endLine"), "not complete")
        twice = {"endLine": region(self.log)["endLine"] + 1, "endColumn": 1}
        double = lambda log: change(log).update(replacements=change(log)["replacements"] * 2)
        self.refused(lambda log: (region(log).update(twice), double(log)), "overlap")


def main():
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Mutations)
    result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()
