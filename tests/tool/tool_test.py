"""The program asyncapi from outside: what it prints, and what it ends with.

usage: tool_test.py <asyncapi>
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

GOOD = """asyncapi: 3.0.0
info: {title: a, version: 1.0.0}
channels: {orders: {address: orders}}
"""
BAD = """asyncapi: 3.0.0
info:
  title: a
  version: 1.0.0
  licence: {name: b}
"""


class ToolTest(unittest.TestCase):
    program = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="asyncapi-tool-")
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run_tool(self, *words, text=None):
        run = subprocess.run([self.program, *map(str, words)], input=text, text=True, capture_output=True,
                             cwd=self.root, timeout=60, check=False)
        return run.returncode, run.stdout, run.stderr

    def test_a_document_that_is_fine_ends_with_0(self):
        self.assertEqual(self.run_tool("validate", self.write("a.yaml", GOOD)),
                         (0, "1 document: 0 errors, 0 warnings\n", ""))

    def test_a_finding_shows_its_line_with_a_caret_and_ends_with_1(self):
        self.write("a.yaml", BAD)
        status, out, _ = self.run_tool("validate", "a.yaml")
        self.assertEqual(status, 1)
        self.assertEqual(out, 'a.yaml:5:3: error: "licence" is no member of an Info Object: is "license" meant? '
                              "[unknown-member]\n"
                              "     5 |   licence: {name: b}\n"
                              "       |   ^~~~~~~\n"
                              "1 document: 1 error, 0 warnings\n")

    def test_a_text_that_is_no_document_says_where(self):
        self.write("a.yaml", "a: 1\n b: 2\n")
        status, out, _ = self.run_tool("validate", "a.yaml")
        self.assertEqual(status, 1)
        self.assertTrue(out.startswith("a.yaml:2:3: error: "), out)

    def test_standard_input_is_read(self):
        status, out, _ = self.run_tool("validate", "-", text=BAD)
        self.assertEqual(status, 1)
        self.assertIn("<stdin>:5:3: error", out)
        self.assertIn("     5 |   licence: {name: b}", out)

    def test_a_folder_means_the_documents_in_it(self):
        self.write("docs/a.yaml", GOOD)
        self.write("docs/deep/b.json", json.dumps({"asyncapi": "3.0.0", "info": {"title": "b"}}))
        self.write("docs/other.yaml", "kind: something else")
        status, out, _ = self.run_tool("validate", "docs")
        self.assertEqual(status, 1)
        self.assertIn('docs/deep/b.json:1:23: error: an Info Object needs "version"', out)
        self.assertIn("2 documents: 1 error", out)

    def test_formats_for_machines(self):
        self.write("a.yaml", BAD)
        _, out, _ = self.run_tool("validate", "a.yaml", "--format", "json")
        found = json.loads(out)["documents"][0]["findings"][0]
        self.assertEqual((found["code"], found["severity"], found["line"], found["pointer"]),
                         ("unknown-member", "error", 5, "/info/licence"))

        _, out, _ = self.run_tool("validate", "a.yaml", "--format", "sarif")
        sarif = json.loads(out)
        self.assertEqual(sarif["version"], "2.1.0")
        result = sarif["runs"][0]["results"][0]
        self.assertIn(result["ruleId"], [rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]])
        self.assertEqual(result["locations"][0]["physicalLocation"]["region"], {"startLine": 5, "startColumn": 3})

        _, out, _ = self.run_tool("validate", "a.yaml", "--format", "github")
        self.assertTrue(out.startswith("::error file=a.yaml,line=5,col=3,title=unknown-member::"), out)

        _, out, _ = self.run_tool("validate", "a.yaml", "--format", "junit")
        suite = xml.etree.ElementTree.fromstring(out)
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("1", "1"))

    def test_severity_decides_what_fails(self):
        text = GOOD.replace("{address: orders}", "{address: orders, parameters: {}}").replace(
            "channels:", "servers: {a: {host: 'localhost', protocol: ws, variables: {b: {}}}}\nchannels:")
        self.write("a.yaml", text)
        self.assertEqual(self.run_tool("validate", "a.yaml")[0], 0)
        self.assertEqual(self.run_tool("validate", "a.yaml", "--fail-severity", "warning")[0], 1)

    def test_rules_can_be_silenced(self):
        self.write("a.yaml", BAD)
        self.assertEqual(self.run_tool("validate", "a.yaml", "--ignore", "unknown-member")[0], 0)
        self.write("b.yaml", BAD + "  x-asyncapi-ignore: [unknown-member]\n")
        self.assertEqual(self.run_tool("validate", "b.yaml")[0], 0)

    def test_references_stay_below_the_working_directory(self):
        self.write("common/m.yaml", "address: orders")
        self.write("service/a.yaml", GOOD.replace("{address: orders}", "{$ref: '../common/m.yaml'}"))
        self.assertEqual(self.run_tool("validate", "service/a.yaml")[0], 0)
        self.assertEqual(self.run_tool("validate", "service/a.yaml", "--root", "service")[0], 1)
        self.write("service/b.yaml", GOOD.replace("{address: orders}", "{$ref: '/etc/passwd'}"))
        status, out, _ = self.run_tool("validate", "service/b.yaml")
        self.assertEqual(status, 1)
        self.assertIn("the file lies outside of the folder", out)

    def test_wrong_use_ends_with_2(self):
        for words in (["validate"], ["validate", "none.yaml"], ["validate", "--format", "html", "a.yaml"], ["frobnicate"], []):
            self.assertEqual(self.run_tool(*words)[0], 2, words)
        self.assertEqual(self.run_tool("--version")[0], 0)
        self.assertEqual(self.run_tool("validate", "--help")[0], 0)

    def test_rules_are_listed(self):
        status, out, _ = self.run_tool("rules", "--specification")
        self.assertEqual(status, 0)
        self.assertIn("unknown-member ", out)
        self.assertIn("Specification Extensions", out)

    def test_a_header_is_made_of_a_document_and_of_what_it_refers_to(self):
        self.write("common/m.yaml", "payload: {type: string}")
        self.write("a.yaml", GOOD.replace(
            "{address: orders}", "{address: orders, messages: {m: {$ref: 'common/m.yaml'}}}") +
            "operations: {o: {action: send, channel: {$ref: '#/channels/orders'}}}\n")
        status, _, said = self.run_tool("generate", "contract", "a.yaml", "--name", "shop", "-o", "out/shop.hpp",
                                        "--depfile", "out/shop.d")
        self.assertEqual((status, said), (0, ""))
        header = (self.root / "out/shop.hpp").read_text(encoding="utf-8")
        self.assertIn("struct shop {", header)
        self.assertIn('R"({"type":"string"})"', header)
        self.assertEqual((self.root / "out/shop.d").read_text(encoding="utf-8"), "out/shop.hpp: a.yaml common/m.yaml\n")
        before = os.stat(self.root / "out/shop.hpp").st_mtime_ns
        self.run_tool("generate", "contract", "a.yaml", "--name", "shop", "-o", "out/shop.hpp")
        self.assertEqual(os.stat(self.root / "out/shop.hpp").st_mtime_ns, before)
        self.assertEqual(self.run_tool("generate", "contract", "a.yaml", "--name", "not a name")[0], 2)


if __name__ == "__main__":
    ToolTest.program = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
