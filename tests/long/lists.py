"""lists.py NODE_MODULES FIRST COUNT [BROWSER]: random registers, drawn in all ways there are.

The plans are those of tests/second/compare.py; the registers have texts that databases could
read or write otherwise. Each is drawn by ssjc-draw, by databases.py, from parts, and by its page
in the browser: all lists have to be the same, byte for byte. DuckDB and ClickHouse are in
NODE_MODULES, or left out when it is -; the page is left out without BROWSER.
"""

import collections
import contextlib
import csv
import hashlib
import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../second"), os.path.join(HERE, "../cli"), HERE]
from compare import Differs, Trial, must, run, write  # noqa: E402
from databases import Wrong, databases, read, tables  # noqa: E402
from page_browser import Browser  # noqa: E402

#: What a reader of CSV could take for nothing, quote otherwise, trim, or end a line at.
ODD = ["", " ", " 货运", "货运 ", "o'b\\c", '"q"', 'a"', "a,b", "NULL", "null", "\\N", "*", "#x", "'",
       "''", "　", "é", "e\u0301", "𠮷", "Z", "ä", "=1+1", "-", "{x}", "$1", "%s", "\\", "\\\\", "\\n", "0", "00",
       "1e5", "true", "2023-06-14", "--", "/*", "?", ":a", "@x", "N/A", "NaN", "a|b", "\\."]
#: In columns of the strata the draw refuses these.
LINES = ["a\nb", "\n", "a\r\nb", "\t", "a\\\nb"]
NAMES = ["remark", "备注", "re\"mark", "it's", "a,b", "a b", "SELECT", "value1", "place", "free", "times",
         "id2", "n", "main", "population", "x\\y", "$1", "{id}", "%d"]


class ListTrial(Trial):
    def __init__(self, number, count):
        super().__init__(number, count, False)
        r = self.r
        if number % 4:
            self.categories += r.sample(ODD, r.randint(1, 4))
            self.classes += r.sample(ODD, r.randint(0, 2))
            self.ids = [i + r.choice(ODD) if r.random() < 0.3 else i for i in self.ids]
        if number % 16 == 0:
            self.ids = []
        elif number % 5 == 0:
            self.ids += ["G%05d" % i for i in range(r.randint(100, 3000))]

    def write_plan(self):
        # No value in a plan has these.
        odd, self.categories = self.categories, [c for c in self.categories if c.isalnum()]
        classes, self.classes = self.classes, [c for c in self.classes if c.isalnum()]
        super().write_plan()
        self.categories, self.classes = odd, classes

    def write_streams(self):
        r = self.r
        states = ["active"] * 6 + ["cancelled", "revoked", "moved", "", " cancelled", "NULL"]
        more = r.sample(NAMES, r.randint(0, 4))
        lines = [
            (i, r.choice(ODD), r.choice(self.categories), r.choice(self.classes), r.choice(states),
             *(r.choice(ODD + LINES) if r.random() < 0.7 else "" for _ in more)) for i in self.ids]
        head = ["id", "name", "category", "credit", "status"] + more
        order = r.sample(range(len(head)), len(head))
        self.table = [[line[k] for k in order] for line in [head] + lines]
        self.write_register("objects.csv", self.table)
        self.histories = ["history.csv"]
        write("history.csv", "id,date,plan", [
            (r.choice(self.ids), r.choice(["2023-01-05", "2023-05-05", "2022-12-31", "2023-05-06"]),
             r.choice(["P1", "P2", "", "", "NULL", "o'b\\c", "SECOND-%d" % self.number]))
            for _ in range(r.randint(0, len(self.ids)) if self.ids else 0)])
        write("items.csv", "item,dept,category,title,basis,method,skill,materials",
              [(d[0], d, "", "事项", "依据", "现场", "", "") for d in self.departments])
        with open("seed", "w", encoding="utf-8") as f:
            f.write("ssjc-draw 1\nplan=SECOND-%d\ndraw=1\nshare.1=%064x\n" % (
                self.number, r.getrandbits(256)))

    def write_register(self, path, table):
        with open(path, "w", encoding="utf-8", newline="") as f:
            for line in table:
                f.write(",".join(self.quoted(x) for x in line) + "\n")

    @staticmethod
    def quoted(text):
        """As a stream has it."""
        if any(c in text for c in ',"\n\r'):
            return '"' + text.replace('"', '""') + '"'
        return text

    def drawn(self, command, *arguments):
        return ("ssjc-draw", *command, "-p", "plan", "--now", str(self.first), "-H", "history.csv",
                "--seed-file", "seed", *arguments)

    def draw_everywhere(self, there, tab):
        self.write_plan()
        self.write_streams()
        rc, out, err = run(*self.drawn([], "objects.csv"))
        if rc:
            if not any(x in err for x in ("floor", "nobody to draw from", "just as well", "no working day")):
                raise Differs(err)
            self.count["refused"] += 1
            return
        self.list = out
        self.count["rows"] += out.count("\n")
        if self.number % 2:
            self.page(tab, ["objects.csv"])
        for name in there:
            self.sql(name, "plan", name + ".sql", "--seed-file", "seed")
            there[name].ask(name + ".sql")
            self.same_list(name, read(name + ".sql.csv"))
        self.by_registers(tab)
        self.split(self.r.randint(1, 5))
        self.by_steps(there)
        self.by_views(there["postgresql"])

    def same_list(self, what, theirs):
        self.same(what, self.list.split("\n"), theirs.split("\n"))

    @staticmethod
    def sql(name, plan, query, *arguments):
        must("ssjc-draw", "sql", "-p", plan, "--dialect", name, *arguments, "-o", query, "objects.csv")

    # ---- By its page ----

    def page(self, tab, registers):
        if not tab:
            return
        must("ssjc-publish", "page", "-p", "plan", "--now", str(self.first), "--partial", "-o", "page.html")
        tab.load("page.html", "#verify")
        said = tab.run("document.getElementById('checked').getAttribute('data-result')")
        if said != "good":
            raise Differs("the page finds itself " + said)
        # The list that the page makes of them has this digest, or it says so.
        if hashlib.sha256(self.list.encode()).hexdigest() not in read("page.html"):
            raise Differs("the page knows another list")
        said = tab.give(registers + self.histories)
        if not said.startswith("good\n"):
            raise Differs("the page, given its registers: " + said)
        self.count["pages"] += 1

    # ---- From several registers ----

    def split(self, n):
        """Into folders, as each has an objects.csv; some parts may be empty."""
        r = self.r
        self.parts = ["split%d-%d" % (n, k) for k in range(n)]
        lines = [[self.table[0]] for _ in self.parts]
        for line in self.table[1:]:
            r.choice(lines).append(line)
        for folder, part in zip(self.parts, lines):
            os.mkdir(folder)
            self.write_register(folder + "/objects.csv", part)
            os.symlink("../history.csv", folder + "/history.csv")
        # A part is files or a database for all steps: a register that has a digest keeps it.
        self.database = {folder: r.random() < 0.8 for folder in self.parts}

    def by_registers(self, tab):
        """The registers themselves, which are named after their files."""
        r = self.r
        self.split(r.randint(1, 5) if self.number % 10 else r.randint(6, 50))
        names = [folder + ".csv" for folder in self.parts]
        for folder, name in zip(self.parts, names):
            os.rename(folder + "/objects.csv", name)
            os.remove(folder + "/history.csv")
            os.rmdir(folder)
        os.remove("second.db")
        self.same_list("registers", must(*self.drawn(["merge"], *names)))
        if self.number % 5 == 0:
            said = must("ssjc-audit", "verify", "-p", "plan", "history.csv", *names)
            self.count["verified"] += "drawn again from" in said
        if self.number % 2 == 0:
            self.page(tab, names)
        for name in names:
            os.remove(name)
    def step(self, there, what, folder, *arguments):
        """What a part says, by this program or by a database."""
        os.chdir(folder)
        name = self.r.choice(sorted(there)) if self.database[folder] else "files"
        shard = ["--shard", "样例'" + folder]
        own = must("ssjc-draw", what, "-p", "../plan", "-H", "history.csv", *shard, *arguments, "objects.csv")
        if name == "files":
            with open(what + ".csv", "w", encoding="utf-8", newline="") as f:
                f.write(own)
        else:
            self.sql(name, "../plan", what, "--step", what, *shard, *arguments)
            there[name].ask(what)
            # A database knows no digest of a file; the order of the rows is its own.
            mine, its = (list(csv.reader(io.StringIO(x, newline=""))) for x in (own, read(what + ".csv")))
            for column in ("register", "history", "ids", "events", "head"):
                if column in mine[0][:10]:
                    mine[1][mine[0].index(column)] = ""
            self.same("%s by %s" % (what, name), mine[:2] + sorted(mine[2:]), its[:2] + sorted(its[2:]))
        os.chdir("..")
        return "%s/%s.csv" % (folder, what)

    def by_steps(self, there):
        os.remove("second.db")
        counts = []
        for folder in self.parts:
            counts += ["--counts", self.step(there, "counts", folder)]
        merge = self.drawn(["merge"], *counts)
        must(*merge, "--cutoffs", "cutoffs.csv")
        below = [self.step(there, "below", x, "--cutoffs", "../cutoffs.csv") for x in self.parts]
        self.same_list("steps", must(*merge, *below))

    def by_views(self, postgresql):
        """In PostgreSQL, where each part is a schema."""
        self.sql("postgresql", "plan", "views.sql", "--step", "views")
        self.sql("postgresql", "plan", "merge.sql", "--step", "merge", "--seed-file", "seed")
        script = ["DROP VIEW IF EXISTS ssjc_counts, ssjc_candidates;"]
        for k, folder in enumerate(self.parts):
            script += ["DROP SCHEMA IF EXISTS part%d CASCADE; CREATE SCHEMA part%d; SET search_path = part%d;"
                       % (k, k, k), "\\cd " + folder, tables("views.sql"), "\\cd ..", "\\i views.sql"]
        script.append("SET search_path = public;")
        for view in ("ssjc_counts", "ssjc_candidates"):
            script.append("CREATE VIEW %s AS %s;" % (view, " UNION ALL ".join(
                "SELECT * FROM part%d.%s" % (k, view) for k in range(len(self.parts)))))
        postgresql.run("\n".join(script))
        self.same_list("views", postgresql.list("merge.sql"))
        # A cutoff by which too few rows come.
        text, factor = read("merge.sql"), "main + reserve + 6 * ceil(sqrt(main + reserve)) + 12"
        if factor not in text:
            raise Differs("merge.sql has another cutoff")
        with open("unlucky.sql", "w", encoding="utf-8") as f:
            f.write(text.replace(factor, "(main + reserve) / 2.0"))
        self.same_list("unlucky views", postgresql.list("unlucky.sql"))


def main(modules, first, count, browser):
    done, at = collections.Counter(), os.getcwd()
    there = databases(modules)
    with Browser() if browser else contextlib.nullcontext() as b:
        tab = b.open() if b else None
        for number in range(first, first + count):
            os.mkdir("plan-%d" % number)
            os.chdir("plan-%d" % number)
            try:
                ListTrial(number, done).draw_everywhere(there, tab)
            except (Differs, Wrong) as e:
                sys.exit("plan %d: %s" % (number, e))
            os.chdir(at)
            done["plans"] += 1
    print("agree on " + ", ".join("%d %s" % (n, what) for what, n in sorted(done.items())))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), len(sys.argv) > 4)
