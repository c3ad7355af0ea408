"""Shows that the check of this folder passes and fails when it should.

usage: self_test.py <compiler>
"""

import sys
import tempfile
import unittest
from pathlib import Path

import check

COMPILER = sys.argv.pop(1)


class CompileFail(unittest.TestCase):
    def found(self, text):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "source.cpp")
            source.write_text(text, encoding="utf-8")
            return check.failures(str(source), [COMPILER])

    def assertOne(self, found, part):
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])

    MISTAKE = """
#ifndef POSITIVE_CONTROL
#error pigeons cannot swim
#endif
"""

    def test_the_expected_error_passes(self):
        self.assertEqual(self.found("// expect: pigeons .* swim" + self.MISTAKE), [])

    def test_another_error_fails(self):
        self.assertOne(self.found("// expect: ducks" + self.MISTAKE), "first error does not say `ducks`")

    def test_a_source_that_compiles_fails(self):
        self.assertOne(self.found("// expect: pigeons\nint x;\n"), "it compiles")

    def test_a_source_that_never_compiles_fails(self):
        self.assertOne(self.found("// expect: pigeons\n#error pigeons\n"), "positive control")

    def test_a_source_that_expects_nothing_fails(self):
        self.assertOne(self.found(self.MISTAKE), "first line")

    def test_an_empty_source_fails(self):
        self.assertOne(self.found(""), "first line")

    def test_what_a_note_says_is_no_error(self):
        self.assertOne(self.found("""// expect: ducks
#ifndef POSITIVE_CONTROL
#pragma message("ducks")
#error pigeons
#endif
"""), "first error does not say `ducks`")

    TWICE = """
#ifndef POSITIVE_CONTROL
#error pigeons cannot swim
#error nor fish fly
#endif
"""

    def test_two_errors_fail_unless_allowed(self):
        self.assertOne(self.found("// expect: pigeons" + self.TWICE), "2 errors for one mistake")
        self.assertEqual(self.found("// expect: pigeons\n// errors: 2" + self.TWICE), [])

    def test_an_expected_error_that_is_not_the_first_fails(self):
        self.assertOne(self.found("// expect: fish\n// errors: 2" + self.TWICE), "first error")

    def test_pages_of_notes_fail(self):
        self.assertOne(self.found("// expect: pigeons" + "\n#pragma message(\"coo\")" * 50 + self.MISTAKE),
                       "lines for one mistake")

    def test_an_error_that_leads_nowhere_in_the_source_fails(self):
        self.assertOne(self.found("""// expect: pigeons
#line 1 "elsewhere"
""" + self.MISTAKE), "no error leads to a line of the source")


if __name__ == "__main__":
    unittest.main()
