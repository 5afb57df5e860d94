"""Databases in other processes, for lists.py: a query of ssjc-draw sql in, a list out.

Of each, ask(QUERY) makes and fills the tables as the comment of the file QUERY says, in the
present folder, and writes what it selects to QUERY.csv.
"""

import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


class Wrong(Exception):
    pass


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def tables(query):
    """The indented lines of its comment."""
    return "".join(x[5:] for x in read(query).splitlines(True) if x.startswith("--   "))


class Node:
    """DuckDB or ClickHouse, by engine.cjs."""

    def __init__(self, name, modules):
        self.p = subprocess.Popen(
            ["node", os.path.join(HERE, "engine.cjs"), name, modules], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, query):
        self.p.stdin.write("%s %s\n" % (os.getcwd(), query))
        self.p.stdin.flush()
        said = self.p.stdout.readline().strip()
        if said != "ok":
            raise Wrong("%s: %s" % (query, said))


class PostgreSQL:
    """The one that PG* of the environment say, by one psql."""

    def __init__(self):
        self.p = subprocess.Popen(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8")

    def run(self, script):
        """It ends at the first error."""
        self.p.stdin.write("\\cd '%s'\n%s\n\\warn ok\n" % (os.getcwd(), script))
        self.p.stdin.flush()
        said = []
        for line in self.p.stderr:
            if line == "ok\n":
                break
            said.append(line)
        if said:
            raise Wrong("%s: %s" % (script, "".join(said)))

    def list(self, query):
        self.run("\\o %s.csv\n\\i %s\n\\o" % (query, query))
        return read(query + ".csv")

    def ask(self, query):
        self.run("DROP TABLE IF EXISTS objects, history CASCADE;\n" + tables(query))
        self.list(query)


def databases(modules):
    """By name; modules is where npm has DuckDB and ClickHouse, or "-"."""
    there = {"postgresql": PostgreSQL()}
    if modules != "-":
        there.update((name, Node(name, modules)) for name in ("duckdb", "clickhouse"))
    return there
