#!/usr/bin/python3
"""upload_faults.py FIXTURE DOUBLE DOUBLE FIRST COUNT: random sequences of faults.

In each, the results of the inspection in FIXTURE are uploaded to a space of its own of one
of two platforms (../platform.py; the second knows no Idempotency-Key), while that spoils
requests, ssjc-upload is killed at random moments, and results are corrected and withdrawn.
At the end everything works again, and then every result must be there exactly once, as it
is published, no operation may have come that does not fit, and the audit file must agree.
The sequence of a number is always the same, but for what depends on when a kill comes.
Works in the folder it is run in; names what is wrong, and stops after five.
"""

import collections
import csv
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
NOW = "--now=2023-06-26T%02d:%02d:00"
RUN_LIMIT = 60  # seconds in which every program ends

# What is ordered of the platform, and how often.
FAULTS = (
    ["take"] * 6
    + ["500", "502", "503", "503 1", "429 1", "429 date 1", "408", "425"]
    + ["drop", "took drop", "took drop", "reset", "half", "half", "cut", "cut", "garbage", "empty", "endless"]
    + ["kill", "took kill", "took kill", "answer kill 0", "answer kill 1", "answer kill 3", "answer kill 8"]
    + ["took 500", "took 503", "400", "403", "422", "code 300", "redirect http://localhost:1/x", "stranger"]
    + ["reject *", "reject SOME", "reject SOME", "reject SOME", "slow 0.1"]
)
SLOW_FAULTS = ["silence", "took silence"]  # a second each
RESULTS = ["ok", "corrected", "undisclosed", "inactive"]
TARGET = """[target t]
format = list
address = http://localhost:{port}/{profile}/{space}/rows-{{batch}}.{{ending}}
insecure = yes
container = {container}
ok = /code 200
answer_code = /code
answer_text = /message
answer_rows = /data/rows
row_id = /id
row_ok = /state 1
row_code = /error
row_text = /text
row_time = /time
tries = {tries}
timeout = 1
connect_timeout = 1
backoff = 1
longest_backoff = 1
{more}"""
SIGNING = {
    "open": "",
    "bearer": "signing = bearer\nsecret = {0}/token\n",
    "gjzwfwpt": "signing = gjzwfwpt\napp = rid-1\nservice = sid-1\nsecret = {0}/secret\n",
    "x-tif": "signing = x-tif\napp = paas-1\nsecret = {0}/token\n",
}


class Wrong(Exception):
    pass


def run(*command, kill_after=None, allowed=(0,)):
    """Run a program, perhaps kill it after so many seconds; its status and what it printed."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        try:
            out, err = p.communicate(timeout=RUN_LIMIT if kill_after is None else kill_after)
        except subprocess.TimeoutExpired:
            p.kill()
            out, err = p.communicate()
            if kill_after is None:
                raise Wrong("%s: did not end in %d s" % (" ".join(command), RUN_LIMIT)) from None
    if p.returncode not in allowed:
        raise Wrong("%s: status %d: %s" % (" ".join(command), p.returncode, err.decode()))
    return p.returncode, out.decode(), err.decode()


class Sequence:
    def __init__(self, number, fixture, doubles):
        self.number, self.r = number, random.Random(number)
        self.keys = self.r.random() < 0.75
        self.double = doubles[0 if self.keys else 1]
        self.space = "s%d" % number
        self.folder = os.path.abspath(self.space)
        shutil.copytree(fixture, self.folder)
        os.chdir(self.folder)
        self.minute = 0
        self.uploads = self.kills = 0
        self.statuses = collections.Counter()
        with open("results.csv", encoding="utf-8", newline="") as f:
            self.results = list(csv.DictReader(f))
        self.platform = sqlite3.connect(os.path.join(self.double, "platform.db"), timeout=30)
        self.write_targets()

    def write_targets(self):
        with open(os.path.join(self.double, "number"), encoding="ascii") as f:
            port = f.read().strip()
        profile = self.r.choice(list(SIGNING))
        more = SIGNING[profile].format(self.double)
        if self.r.random() < 0.4:
            more += "rows = %d\n" % self.r.randint(1, 4)
        if self.r.random() < 0.3:
            more += "field = data\npart area = 130209\n"
        with open("targets", "w", encoding="utf-8") as f:
            f.write(TARGET.format(port=port, profile=profile, space=self.space, tries=self.r.choice([1, 1, 1, 2]),
                                  container=self.r.choice(["json", "json", "csv", "tsv", "xml"]), more=more))

    def now(self):
        """The time of what is done next: one minute after the other."""
        self.minute += 1
        return NOW % (9 + self.minute // 60, self.minute % 60)

    # ---- What happens ----

    def order(self):
        rows = [r[0] for r in self.platform.execute("SELECT key FROM row WHERE space = ?", (self.space,))]
        for _ in range(self.r.randint(1, 3)):
            what = self.r.choice(SLOW_FAULTS if self.r.random() < 0.03 else FAULTS)
            if what == "reject SOME":
                what = "reject " + " ".join(self.r.sample(rows, min(len(rows), self.r.randint(1, 2))) or ["*"])
            self.platform.execute("INSERT INTO order_(space, what) VALUES (?, ?)", (self.space, what))
        self.platform.commit()

    def correct(self):
        """A department finds something else, or what is found is no longer a problem."""
        changed = self.r.sample(self.results, self.r.randint(1, 2))
        for r in changed:
            r["result"] = self.r.choice(RESULTS)
            r["problem"] = "" if r["result"] in ("ok", "inactive") else "样例问题%d" % self.r.randint(1, 9)
            r["disposal"] = "" if r["result"] in ("ok", "inactive") else "责令改正"
            r["date"] = "2023-06-%02d" % self.r.randint(14, 22)
        with open("correction.csv", "w", encoding="utf-8", newline="") as f:
            out = csv.DictWriter(f, list(self.results[0]))
            out.writeheader()
            out.writerows(changed)
        run("ssjc-record", "result", "-p", "plan.plan", self.now(), "--correct", "--reason", "复核",
            "correction.csv", allowed=(0, 1, 6))

    def upload(self, *options, kill=True, allowed=(0, 1, 5, -signal.SIGKILL)):
        # The time until the next try has passed.
        for name in os.listdir("."):
            if name.startswith("audit.db.upload-"):
                os.truncate(name, 0)
        kill_after = self.r.uniform(0, 0.08) if kill and self.r.random() < 0.3 else None
        status, _, err = run("ssjc-upload", "-p", "plan.plan", "--targets", "targets", "--to", "t", self.now(),
                             *options, kill_after=kill_after, allowed=allowed)
        self.uploads += 1
        self.kills += status == -signal.SIGKILL
        self.statuses[status] += 1
        return status, err

    # ---- What must be ----

    def check(self, good, text):
        if not good:
            raise Wrong(text)

    def finish(self):
        """Nothing is spoiled any more, and a person has seen to what was refused."""
        self.platform.execute("DELETE FROM order_ WHERE space = ?", (self.space,))
        self.platform.commit()
        for _ in range(3):
            status, err = self.upload("--resend", kill=False, allowed=(0, 1))
            if status == 0:
                break
        self.check(status == 0, "at the end, it is not all accepted: " + err)
        requests = self.count("request")
        status, err = self.upload(kill=False, allowed=(0,))
        self.check(err == "", "nothing to do, and it says: " + err)
        self.check(self.count("request") == requests, "nothing to do, and something is sent")

    def count(self, table):
        return self.platform.execute("SELECT count(*) FROM %s WHERE space = ?" % table, (self.space,)).fetchone()[0]

    def compare(self):
        """Every result is there once, as it is published."""
        with open(os.path.join(TOP, "share/formats/list.csv"), encoding="utf-8") as f:
            label = {r["name"]: r["label"] for r in csv.DictReader(f) if r["what"] == "column"}
        _, out, _ = run("ssjc-publish", "results", "-p", "plan.plan", self.now(), "--partial")
        published = list(csv.DictReader(io.StringIO(out)))
        names = [n for n in published[0] if n != "序号"]
        expected = sorted([r[n] for n in names] for r in published)
        there = []
        for (content,) in self.platform.execute(
                "SELECT content FROM row WHERE space = ? AND operation <> 'd' AND content NOT NULL", (self.space,)):
            row = {label.get(k, k): v or "" for k, v in json.loads(content).items()}
            there.append([row[n] for n in names])
        self.check(sorted(there) == expected, "it has %s\nnot %s" % (sorted(there), expected))
        wrong = self.platform.execute("SELECT what FROM wrong WHERE space = ?", (self.space,)).fetchall()
        self.check(not wrong, "it was sent what does not fit: %s" % wrong)
        refused = self.platform.execute("SELECT what, status FROM request WHERE space = ? AND status >= 400 AND "
                                        "what NOT LIKE status || '%' AND what NOT LIKE 'took ' || status",
                                        (self.space,)).fetchall()
        self.check(not refused, "the platform refused by itself: %s" % refused)

    def audit(self):
        """The audit file says of every row what the platform did with it last."""
        run("ssjc-audit", "verify", "-p", "plan.plan", "objects.csv", "inspectors.csv")
        _, out, _ = run("ssjc-publish", "batches", "-p", "plan.plan")
        batches = list(csv.DictReader(io.StringIO(out)))
        for b in batches:
            self.check(b["open"] == "0", "batch %s is open" % b["batch"])
            self.check(b["target"] == "t" and int(b["accepted"]) + int(b["rejected"]) == int(b["rows"]),
                       "batch %s does not add up: %s" % (b["batch"], b))
        # Every batch that it took was one of ours, with the bytes on record.
        ours = {b["batch"] for b in batches}
        taken = {r[0] for r in self.platform.execute(
            "SELECT DISTINCT batch FROM change WHERE space = ? AND batch <> ''", (self.space,))}
        self.check(taken <= ours, "it has batches that are not on record: %s" % (taken - ours))
        db = sqlite3.connect("audit.db")
        for key, operation, state in self.platform.execute(
                "SELECT key, operation, state FROM change WHERE space = ? AND "
                "n IN (SELECT max(n) FROM change WHERE space = ? GROUP BY key)", (self.space, self.space)):
            said = db.execute(LAST, (key,)).fetchone()
            self.check(said and (said[0], said[1]) == (operation, state),
                       "%s: the platform has %s %s, the audit file %s" % (key, operation, state, said))
        db.close()

    def play(self):
        for _ in range(self.r.randint(3, 7)):
            if self.r.random() < 0.8:
                self.order()
            if self.r.random() < 0.5:
                self.correct()
            resend = ["--resend"] if self.r.random() < 0.25 else []
            for _ in range(self.r.randint(1, 3)):
                self.upload(*resend)
        self.finish()
        self.compare()
        self.audit()


# The last batch that has the row and was not refused whole, and the last answer to it.
LAST = """SELECT r.operation, (SELECT state FROM receipt WHERE number = r.number AND id IN (r.id, '')
    AND state <> 'delivered' ORDER BY row DESC LIMIT 1)
FROM batch_row r WHERE r.id = ? AND 'rejected' <>
    (SELECT state FROM receipt WHERE number = r.number AND id = '' ORDER BY row DESC LIMIT 1)
ORDER BY r.row DESC LIMIT 1"""


def main():
    fixture, doubles = sys.argv[1], [os.path.abspath(d) for d in sys.argv[2:4]]
    fixture, home = os.path.abspath(fixture), os.getcwd()
    first, count = int(sys.argv[4]), int(sys.argv[5])
    uploads = kills = bad = 0
    statuses = collections.Counter()
    for number in range(first, first + count):
        os.chdir(home)
        s = Sequence(number, fixture, doubles)
        try:
            s.play()
        except Wrong as e:
            bad += 1
            print("sequence %d: %s" % (number, e))
            if bad == 5:
                break
            continue
        finally:
            uploads, kills = uploads + s.uploads, kills + s.kills
            statuses += s.statuses
            s.platform.close()
        shutil.rmtree(s.folder)
    print("%d sequences, %d runs, %d killed, statuses %s, %d wrong" % (
        count, uploads, kills, dict(sorted(statuses.items())), bad))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
