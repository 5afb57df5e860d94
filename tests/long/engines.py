"""engines.py NODE_MODULES FIRST COUNT: random registers, drawn by ssjc-draw and by databases.

The plans are those of tests/second/compare.py; the registers have texts that databases could
read or write otherwise. PostgreSQL is the one that PG* of the environment say; DuckDB and
ClickHouse are in NODE_MODULES, or left out when it is -. All lists have to be those of ssjc-draw,
byte for byte.
"""

import collections
import csv
import io
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../second")]
from compare import Differs, Trial, must, run, write  # noqa: E402

#: What a reader of CSV could take for nothing, quote otherwise, trim, or end a line at.
ODD = ["", " ", " 货运", "货运 ", "o'b\\c", '"q"', 'a"', "a,b", "NULL", "null", "\\N", "*", "#x", "'",
       "''", "　", "é", "e\u0301", "𠮷", "Z", "ä", "=1+1", "-", "{x}", "$1", "%s", "\\", "\\\\", "\\n", "0", "00",
       "1e5", "true", "2023-06-14", "--", "/*", "?", ":a", "@x", "N/A", "NaN", "a|b", "\\."]
#: In columns of the strata the draw refuses these.
LINES = ["a\nb", "\n", "a\r\nb", "\t", "a\\\nb"]
NAMES = ["remark", "备注", "re\"mark", "it's", "a,b", "a b", "SELECT", "value1", "place", "free", "times",
         "id2", "n", "main", "population", "x\\y", "$1", "{id}", "%d"]


class Engine:
    """A database in another process: a query in, a list out."""

    def __init__(self, name, modules):
        self.p = subprocess.Popen(
            ["node", os.path.join(HERE, "engine.cjs"), name, modules], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, query):
        self.p.stdin.write("%s %s\n" % (os.getcwd(), query))
        self.p.stdin.flush()
        said = self.p.stdout.readline().strip()
        if said != "ok":
            raise Differs("%s: %s" % (query, said))


PSQL = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]


def postgresql(query):
    """The tables of its comment, and what it selects, as the manual says."""
    with open(query, encoding="utf-8") as f:
        text = f.read()
    with open("tables.sql", "w", encoding="utf-8") as f:
        f.write("DROP TABLE IF EXISTS objects, history CASCADE;\n")
        f.writelines(x[5:] for x in text.splitlines(True) if x.startswith("--   "))
    must(*PSQL, "-f", "tables.sql")
    with open(query + ".csv", "w", encoding="utf-8") as f:
        f.write(must(*PSQL, "-f", query))


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


class EngineTrial(Trial):
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

    def draw_everywhere(self, engines):
        self.write_plan()
        self.write_streams()
        rc, out, err = run(
            "ssjc-draw", "-p", "plan", "--now", str(self.first), "-H", "history.csv", "--seed-file", "seed",
            "objects.csv")
        if rc:
            self.count["refused"] += 1
            print("# %d: %s" % (self.number, err.strip().split("\n")[-1]))
            return
        for name, ask in engines.items():
            query = name + ".sql"
            must("ssjc-draw", "sql", "-p", "plan", "--dialect", name, "--seed-file", "seed", "-o", query,
                 "objects.csv")
            ask(query)
            self.same(name, out.split("\n"), read(query + ".csv").split("\n"))
        self.count["rows"] += out.count("\n")
        self.split()
        self.by_files(engines, out)
        self.by_views(out)

    # ---- From several registers ----

    def split(self):
        r = self.r
        self.parts = [[self.table[0]] for _ in range(r.randint(1, 4))]
        # A part is files or a database for all steps: a register that has a digest keeps it.
        self.database = [r.random() < 0.8 for _ in self.parts]
        for line in self.table[1:]:
            r.choice(self.parts).append(line)
        for k, part in enumerate(self.parts):
            os.mkdir("part%d" % k)
            self.write_register("part%d/objects.csv" % k, part)
            os.symlink("../history.csv", "part%d/history.csv" % k)

    def sql(self, name, query, *arguments):
        must("ssjc-draw", "sql", "-p", "../plan", "--dialect", name, *arguments, "-o", query, "objects.csv")

    def step(self, engines, what, k, *arguments):
        """What a part says, by this program or by a database."""
        os.chdir("part%d" % k)
        name = self.r.choice(sorted(engines)) if self.database[k] else "files"
        shard = ["--shard", "样例'%d" % k]
        own = must("ssjc-draw", what, "-p", "../plan", "-H", "history.csv", *shard, *arguments, "objects.csv")
        if name == "files":
            with open(what + ".csv", "w", encoding="utf-8", newline="") as f:
                f.write(own)
        else:
            self.sql(name, what, "--step", what, *shard, *arguments)
            engines[name](what)
            # A database knows no digest of a file; the order of the rows is its own.
            mine, its = (list(csv.reader(io.StringIO(x, newline=""))) for x in (own, read(what + ".csv")))
            for column in ("register", "history", "ids", "events", "head"):
                if column in mine[0][:10]:
                    mine[1][mine[0].index(column)] = ""
            self.same("%s by %s" % (what, name), mine[:2] + sorted(mine[2:]), its[:2] + sorted(its[2:]))
        os.chdir("..")
        return "part%d/%s.csv" % (k, what)

    def by_files(self, engines, out):
        os.remove("second.db")
        counts = []
        for k in range(len(self.parts)):
            counts += ["--counts", self.step(engines, "counts", k)]
        merge = ["ssjc-draw", "merge", "-p", "plan", "--now", str(self.first), "-H", "history.csv",
                 "--seed-file", "seed", *counts]
        must(*merge, "--cutoffs", "cutoffs.csv")
        below = [self.step(engines, "below", k, "--cutoffs", "../cutoffs.csv") for k in range(len(self.parts))]
        self.same("merges", out.split("\n"), must(*merge, *below).split("\n"))

    def by_views(self, out):
        """In PostgreSQL, where each part is a schema."""
        schemas = []
        must(*PSQL, "-c", "DROP VIEW IF EXISTS public.ssjc_counts, public.ssjc_candidates")
        for k in range(len(self.parts)):
            os.chdir("part%d" % k)
            self.sql("postgresql", "views.sql", "--step", "views")
            text = read("views.sql")
            with open("make.sql", "w", encoding="utf-8") as f:
                f.write("DROP SCHEMA IF EXISTS part%d CASCADE; CREATE SCHEMA part%d; SET search_path = part%d;\n"
                        % (k, k, k))
                f.writelines(x[5:] for x in text.splitlines(True) if x.startswith("--   "))
                f.write("\\i views.sql\n")
            must(*PSQL, "-f", "make.sql")
            schemas.append("part%d" % k)
            os.chdir("..")
        for view in ("ssjc_counts", "ssjc_candidates"):
            must(*PSQL, "-c", "CREATE VIEW public.%s AS %s" % (
                view, " UNION ALL ".join("SELECT * FROM %s.%s" % (x, view) for x in schemas)))
        must("ssjc-draw", "sql", "-p", "plan", "--step", "merge", "--seed-file", "seed", "-o", "merge.sql", "objects.csv")
        self.same("views", out.split("\n"), must(*PSQL, "-f", "merge.sql").split("\n"))
        # A cutoff by which too few rows come.
        text = read("merge.sql")
        if "main + reserve + 6 * ceil(sqrt(main + reserve)) + 12" not in text:
            raise Differs("merge.sql has another cutoff")
        with open("unlucky.sql", "w", encoding="utf-8") as f:
            f.write(text.replace("main + reserve + 6 * ceil(sqrt(main + reserve)) + 12", "(main + reserve) / 2.0"))
        self.same("unlucky views", out.split("\n"), must(*PSQL, "-f", "unlucky.sql").split("\n"))


def main(modules, first, count):
    done, at = collections.Counter(), os.getcwd()
    engines = {"postgresql": postgresql}
    if modules != "-":
        engines.update((name, Engine(name, modules).ask) for name in ("duckdb", "clickhouse"))
    for number in range(first, first + count):
        os.mkdir("plan-%d" % number)
        os.chdir("plan-%d" % number)
        try:
            EngineTrial(number, done).draw_everywhere(engines)
        except Differs as e:
            sys.exit("plan %d: %s" % (number, e))
        os.chdir(at)
        done["plans"] += 1
    print("agree on " + ", ".join("%d %s" % (n, what) for what, n in sorted(done.items())))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
