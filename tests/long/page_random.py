"""page_random.py FIRST COUNT: random plans, drawn and replaced, and what their pages say in a browser.

The plans are those of tests/second/compare.py. Of each, the page has to be good by itself and by
its register, also when that is written as TSV or for spreadsheets; and not good when a firm of
the list, or a row of the register, is another. The strata that the browser shows are those of the
drawn stream.
"""

import collections
import csv
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../second"), os.path.join(HERE, "../cli")]
from compare import Differs, Trial, must, rows  # noqa: E402
from page_browser import Browser  # noqa: E402

VERDICT = "document.getElementById('checked').getAttribute('data-result')"
STEPS = ("Array.prototype.map.call(document.querySelectorAll('#%s li.bad'),"
         "function (li) { return li.getAttribute('data-step'); }).join()")
STRATA = ("Array.prototype.map.call(document.querySelectorAll('#tables table:first-child tbody tr'),"
          "function (tr) { return Array.prototype.map.call(tr.children, function (td) {"
          "return td.textContent; }); })")
#: SHA-256 of a file is not that of the draw when it was written otherwise: only that may differ.
STYLES = {"tsv": ["files"], "excel": ["files"]}


class PageTrial(Trial):
    def again(self, style):
        """The register in another style."""
        with open("objects.csv", encoding="utf-8", newline="") as f:
            lines = list(csv.reader(f))
        name = style + ".csv"
        with open(name, "w", encoding="utf-8-sig" if style == "excel" else "utf-8", newline="") as f:
            if style == "tsv":
                f.writelines("\t".join(x) + "\n" for x in lines)
            else:
                csv.writer(f).writerows(lines)
        return name

    def expect(self, what, is_, should):
        if is_ != should:
            raise Differs("%s: %r, not %r" % (what, is_, should))
        self.count[what] += 1

    def look(self, tab):
        now = ("-p", "plan", "--now", str(self.today))
        must("ssjc-publish", "page", *now, "--partial", "-o", "page.html")
        tab.load("page.html", "#verify")
        self.expect("pages good", tab.run(VERDICT), "good")
        said = tab.give(["objects.csv"] + self.histories)
        self.expect("registers good", said.split("\n")[0], "good")
        drawn = rows(open("drawn.csv", encoding="utf-8").read())
        count = collections.Counter(x["stratum"] for x in drawn if int(x["rank"]) and x["role"] != "reserve")
        shown = {s[0]: int(s[3]) + min(int(s[4]), int(s[5])) for s in tab.run(STRATA)}
        self.expect("strata", {s: n for s, n in shown.items() if n}, dict(count))
        style = random.Random(self.number).choice(sorted(STYLES))
        tab.load("page.html", "")
        tab.give([self.again(style)] + self.histories)
        self.expect("other styles", tab.run(STEPS % "audited"), ",".join(STYLES[style]))

    def spoil(self, tab):
        """Somebody else in the list; a row of the register elsewhere."""
        page = open("page.html", encoding="utf-8").read()
        ids = re.findall(r'data-role="\w+".*?<code>(F\d+)</code>', page)
        with open("spoilt.html", "w", encoding="utf-8") as f:
            f.write(page.replace("<code>%s</code><code>" % ids[0], "<code>F99999</code><code>"))
        tab.load("spoilt.html", "#verify")
        self.expect("spoilt pages", tab.run(VERDICT), "bad")
        tab.give(["objects.csv"] + self.histories)
        self.expect("spoilt lists", "list" in tab.run(STEPS % "audited"), True)
        text = open("objects.csv", encoding="utf-8").read()
        with open("short.csv", "w", encoding="utf-8") as f:
            f.writelines(x for x in text.splitlines(True) if not x.startswith(ids[0] + ","))
        tab.load("page.html", "#verify")
        tab.give(["short.csv"] + self.histories)
        self.expect("short registers", "list" in tab.run(STEPS % "audited"), True)

    def pages(self, tab):
        self.write_plan()
        self.write_streams()
        if not self.draw():
            return
        for _ in range(self.r.randint(0, 4)):
            self.remove()
        self.look(tab)
        if any(p.role != "reserve" for p in self.case.picks):
            self.spoil(tab)


def main(first, count):
    done, at = collections.Counter(), os.getcwd()
    with Browser() as b:
        tab = b.open()
        for number in range(first, first + count):
            os.mkdir("plan-%d" % number)
            os.chdir("plan-%d" % number)
            try:
                PageTrial(number, done, False).pages(tab)
            except Differs as e:
                sys.exit("plan %d: %s" % (number, e))
            os.chdir(at)
            done["plans"] += 1
    print("agree on " + ", ".join("%d %s" % (n, what) for what, n in sorted(done.items())))


main(int(sys.argv[1]), int(sys.argv[2]))
