"""table.py JSON [DOCUMENT]: what report.py wrote, as a table.

With a Markdown document, in that, between the two comments that say where.
"""

import json
import sys
import unicodedata

BEGIN, END = "<!-- table.py writes from here -->\n", "<!-- to here -->\n"
HEAD = ["what", "rows", "s", "cpu", "MiB", "beside", "s", "cpu", "MiB", "ratio", "least–most", "cpu ratio"]
LEFT = (0, 5)


def number(x, digits=2):
    return "–" if x is None else "%.*f" % (digits, x)


def figures(side):
    if not side:
        return ["–", "–", "–"]
    peak = side["peak_kib"]
    return [number(side["wall"]), number(side["cpu"]), number(peak and peak / 1024, 0)]


def lines(report):
    for r in report["rows"]:
        spread = sorted(r["ratios"])
        yield [r["name"], "{:,}".format(r["rows"]), *figures(r["ours"]), r["against"] or "–", *figures(r["peer"]),
               number(r["ratio"]), number(spread[0]) + "–" + number(spread[-1]) if spread else "–",
               number(r["cpu_ratio"])]


def about(report):
    """What was measured on what, a line for each."""
    m = report["machine"]
    yield "%s, commit %s" % (report["date"], report["commit"] or "unknown")
    yield "%s, %s cores, %s MiB; %s; %s; load %s at the end" % (
        m["cpu"], m["cores"], m["memory_mib"], m["kernel"], m["system"], m["load"])
    yield "%s, flags %s" % (report["compiler"], report["flags"] or "unknown")
    yield "beside: " + ", ".join("%s %s" % (name, version or "(not installed)")
                                 for name, version in sorted(report["versions"].items()))


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def plain(table):
    widths = [max(width(line[k]) for line in table) for k in range(len(HEAD))]
    for line in table:
        cells = (t + " " * (w - width(t)) if k in LEFT else " " * (w - width(t)) + t
                 for k, (t, w) in enumerate(zip(line, widths)))
        yield "  ".join(cells).rstrip()


def markdown(table):
    for n, line in enumerate(table):
        yield "| " + " | ".join(line) + " |"
        if n == 0:
            yield "|" + "|".join("---" if k in LEFT else "--:" for k in range(len(HEAD))) + "|"


def main(path, document=None):
    with open(path, encoding="utf-8") as f:
        report = json.load(f)
    table = [HEAD, *lines(report)]
    if not document:
        print("\n".join([*about(report), "", *plain(table)]))
        return
    with open(document, encoding="utf-8") as f:
        before, rest = f.read().split(BEGIN)
    text = "\n".join(["", *("- " + line for line in about(report)), "", *markdown(table), "", ""])
    with open(document, "w", encoding="utf-8") as f:
        f.write(before + BEGIN + text + END + rest.split(END)[1])


main(*sys.argv[1:])
