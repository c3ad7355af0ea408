#!/usr/bin/env python3
"""Passes when a source does not compile, for the reason that its first line gives.

usage: check.py <source> <compiler> [<option>...]

The first line is `// expect: <regular expression>`, to be found in the compiler's errors. The same
source with -DPOSITIVE_CONTROL has the mistake mended and must compile: so it fails for that mistake and
for nothing else.

One mistake is one error, on less than a screen, and it says where in the source it comes from. A second line
`// errors: <number>` allows for more, where the compiler itself says more.
"""

import os
import re
import subprocess
import sys
from pathlib import Path


def compiled(command, *options):
    """(whether it compiled, what the compiler said)"""
    run = subprocess.run([*command, "-fsyntax-only", *options], text=True, errors="replace",
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                         env={**os.environ, "LC_ALL": "C"})
    return run.returncode == 0, run.stdout


LINES = 40


def failures(source, command):
    first, second, *_ = [*Path(source).read_text(encoding="utf-8").splitlines(), "", ""]
    expected = re.match(r"// expect: (.+)$", first)
    more = re.match(r"// errors: (\d+)$", second)
    allowed = int(more.group(1)) if more else 1
    if not expected:
        return ["the first line is not `// expect: <regular expression>`"]

    good, said = compiled([*command, source], "-DPOSITIVE_CONTROL")
    if not good:
        return [f"the positive control does not compile:\n{said}"]

    good, said = compiled([*command, source])
    print(said)
    if good:
        return ["it compiles"]
    lines = said.splitlines()
    errors = [at for at, line in enumerate(lines) if "error: " in line]
    print(f"{len(errors)} errors in {len(lines)} lines")
    if not errors or not re.search(expected.group(1), lines[errors[0]]):
        return [f"the first error does not say `{expected.group(1)}`"]
    if not any(line.startswith(f"{source}:") for line in lines[:errors[-1] + 1]):
        return ["no error leads to a line of the source"]
    if len(errors) > allowed:
        return [f"{len(errors)} errors for one mistake"]
    if len(lines) > LINES:
        return [f"{len(lines)} lines for one mistake"]
    return []


def main():
    found = failures(sys.argv[1], sys.argv[2:])
    for line in found:
        print(f"{sys.argv[1]}: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
