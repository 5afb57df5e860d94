"""receipts_random.py FIRST COUNT MUTATIONS: the receipts of random registers, checked three times.

The page in a browser, ssjc-audit receipt and tests/second/receipts.py have to say the same: of every
receipt that it is good; and of receipts, or their codes, of which one byte is another, is gone or was
put in, that they are good, bad or cannot be read. The plans are those of tests/second/compare.py.
"""

import collections
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../second"), os.path.join(HERE, "../cli")]
import receipts  # noqa: E402
from compare import Differs, Trial, must, run  # noqa: E402
from page_browser import Browser  # noqa: E402
from page_receipts import by_codes, by_file  # noqa: E402

VERDICT = {0: "good", 1: "bad", 3: "unread"}


class ReceiptTrial(Trial):
    def write_plan(self):
        super().write_plan()
        with open("plan", encoding="utf-8") as f:
            text = f.read()
        with open("plan", "w", encoding="utf-8") as f:
            f.write(text.replace("[plan]\n", "[plan]\nreceipts = yes\n", 1))

    def look(self, tab, mutations):
        now = ("-p", "plan", "--now", str(self.today))
        must("ssjc-publish", "page", *now, "--partial", "-o", "page.html")
        must("ssjc-publish", "receipt", *now, *[x for h in self.histories for x in ("-H", h)],
             "--all", "--no-sheet", "-o", "R", "objects.csv")
        with open("page.html", encoding="utf-8") as f:
            self.root = re.search('id="root">([0-9a-f]{64})', f.read()).group(1)
        texts = [open("R/" + name, encoding="utf-8").read() for name in sorted(os.listdir("R"))]
        tab.load("page.html")
        codes = [receipts.code(t) for t in texts]
        for k, says in enumerate(by_codes(tab, codes)):
            self.say("receipts", texts[k].encode(), says[0], "good")
            if k % 5 == 0:
                self.say("codes", codes[k].encode(), says[0], "good")
        r = random.Random("receipts %d" % self.number)
        for _ in range(mutations):
            given = self.mutated(r, r.choice(texts + codes).encode())
            self.say("mutations", given, by_file(tab, given)[0])

    @staticmethod
    def mutated(r, given):
        at, how = r.randrange(len(given)), r.randrange(8)
        if how < 4:  # another of the same kind, so that it can be read
            kind = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if given.startswith(b"SSJC") else b"0123456789abcdef"
            byte = bytes([r.choice(kind)])
        else:
            byte = bytes([given[at] ^ 1 << r.randrange(8) if how < 6 else r.randrange(256)])
        return given[:at] + (b"" if how == 7 else byte) + given[at + (how != 6):]

    def say(self, what, given, page, should=None):
        """Do all three say the same?"""
        with open("given", "wb") as f:
            f.write(given)
        rc, out, err = run("ssjc-audit", "receipt", "--from", "page.html", "given")
        says = [page, VERDICT.get(rc, "exit status %d" % rc)]
        if rc != 3 and not given.startswith(b"SSJC"):
            wrong = receipts.check(given.decode(), self.root, self.seed)
            says.append("bad" if wrong else "good")
        if set(says) != {should or page}:
            raise Differs("%s, the page, the program, the second computation: %s\n%r\n%s%s" % (
                what, ", ".join(says), given, out, err))
        self.count[what if should else what + " " + page] += 1


def main(first, count, mutations):
    done, at = collections.Counter(), os.getcwd()
    with Browser() as b:
        tab = b.open()
        for number in range(first, first + count):
            os.mkdir("receipts-%d" % number)
            os.chdir("receipts-%d" % number)
            trial = ReceiptTrial(number, done, False)
            trial.write_plan()
            trial.write_streams()
            try:
                if trial.draw():
                    trial.look(tab, mutations)
            except Differs as e:
                sys.exit("plan %d: %s" % (number, e))
            os.chdir(at)
            done["plans"] += 1
        if tab.console:
            sys.exit("\n".join(tab.console))
    print("agree on " + ", ".join("%d %s" % (n, what) for what, n in sorted(done.items())))


main(*map(int, sys.argv[1:4]))
