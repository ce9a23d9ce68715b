"""Runs the independent checker over a conformance folder: python3 check.py DIR [LIST].

LIST is a file that names the files to check, one a line; without it all are.

Prints one JSON object: for each file of the folder's manifest the exit code and the code that this
checker comes to, and what it does not look at. Needs nothing but Python 3.9 and ssh-keygen.
"""

import concurrent.futures
import json
import os
import pathlib
import sys

from checker import Refused, bundle, roster

CANNOT_TELL = ("newer", "read", "memory", "other-previous")


def answer(code):
    exit_code = 0 if code in ("good", "excerpt") else 3 if code in CANNOT_TELL else 1
    return {"exit": exit_code, "code": code, "not_looked_at": bundle.NOT_LOOKED_AT}


def judge(folder, case):
    data = (folder / case["file"]).read_bytes()
    if case["type"] == "roster":
        try:
            roster.read(data)
            return answer("good")
        except Refused as refused:
            return answer(refused.code)
    by = case["roster"] and roster.read((folder / case["roster"]).read_bytes())
    rules = bundle.Rules(by, case["now"], case["allow_expired"], bundle.Memory())
    for earlier in case["read_before"]:
        bundle.verify((folder / earlier).read_bytes(), rules)
    return answer(bundle.verify(data, rules))


def judge_all(folder, cases):
    return {case["file"]: judge(folder, case) for case in cases}


def main():
    folder = pathlib.Path(sys.argv[1])
    cases = json.loads((folder / "manifest.json").read_text())["cases"]
    if len(sys.argv) > 2:
        wanted = set(pathlib.Path(sys.argv[2]).read_text().split())
        cases = [case for case in cases if case["file"] in wanted]
    workers = os.cpu_count() or 1
    # Neighbors share steps, so whose signature was checked is known to the same worker.
    size = -(-len(cases) // (workers * 4))
    parts = [cases[at : at + size] for at in range(0, len(cases), size)]
    found = {}
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for part in pool.map(judge_all, [folder] * len(parts), parts):
            found.update(part)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
