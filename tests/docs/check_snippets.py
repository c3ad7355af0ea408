#!/usr/bin/env python3
"""Checks that each C++ and JavaScript block in the documents stands, line for line, in the file it says it is from.

A block is announced by a line `<!-- from path/of/file -->` before its fence. Indentation is not compared.
"""
import pathlib
import re
import sys

BLOCK = re.compile(r"(?:<!-- from (?P<source>\S+) -->\n)?```(?:cpp|js|javascript)\n(?P<code>.*?)```", re.S)


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def stands_in(wanted, there):
    return any(there[at:at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def problems_of(document, root):
    text = document.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        place = f"{document.relative_to(root)}:{text.count(chr(10), 0, block.start()) + 1}"
        if block["source"] is None:
            yield f"{place}: a code block without `<!-- from FILE -->`"
        elif not (root / block["source"]).is_file():
            yield f"{place}: {block['source']} does not exist"
        elif not stands_in(lines_of(block["code"]), lines_of((root / block["source"]).read_text(encoding="utf-8"))):
            yield f"{place}: the block does not stand in {block['source']}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    documents = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("examples/**/*.md")]
    found = [problem for document in sorted(documents) for problem in problems_of(document, root)]
    print("\n".join(found) if found else f"{len(documents)} documents: every snippet stands in its file")
    return 1 if found or not documents else 0


sys.exit(main())
