#!/usr/bin/env python3
"""compare.py FIRST COUNT [teams]: random plans, each drawn, replaced, matched and verified.

The programs on PATH and ssjc2.py do the same with each, and must come to the same:
every row of every list, or a refusal by both. The plan of a number is always the
same; with teams, they all have mode = teams. Works in the folder it is run in; stops at the first difference.
"""

import collections
import csv
import datetime
import io
import os
import random
import subprocess
import sys

import ssjc2
import teams

SHARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../share")
SKILLS = ["驾驶", "消防", "电气"]


def run(*command):
    r = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return r.returncode, r.stdout.decode(), r.stderr.decode()


def must(*command):
    rc, out, err = run(*command)
    if rc:
        sys.exit("%s: %s" % (" ".join(command), err))
    return out


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def write(path, head, lines):
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(head.split(","))
        out.writerows(lines)


class Differs(Exception):
    pass


class Trial:
    """One random plan."""

    def __init__(self, number, count, by_teams):
        self.r, self.number, self.count = random.Random(number), number, count
        # Of their own, so that a plan with experts is otherwise the one without.
        self.e = random.Random("experts %d" % number)
        self.experts = self.e.random() < 0.6
        self.prefer = random.Random(-number)  # whatever else is tried stays as it is
        self.small = number % 3 > 0  # there should mostly be a match
        self.by_teams, self.easy = by_teams, by_teams and self.small  # as all of a team must
        self.categories = ["货运", "客运", "维修"][: self.r.randint(1, 3)]
        self.classes = list("ABCD")[: self.r.randint(1, 4)]
        self.first = datetime.date(2023, 6, self.r.randint(12, 20))
        self.last = self.first + datetime.timedelta(
            self.r.randint(7, 16) if self.small else self.r.randint(0, 12))
        self.departments = ["transport", "market", "fire"][: self.r.randint(1, 3)]
        self.n = self.r.randint(3, 26) if self.small else self.r.randint(1, 45)
        self.ids = ["F%04d" % i for i in self.r.sample(range(10000), self.n)]

    # ---- What it is made of ----

    def ratio(self):
        r = self.r
        return r.choice([
            "%d%%" % r.randint(1, 100), "%d.%d%%" % (r.randint(1, 60), r.randint(1, 9)),
            "%d‰" % r.randint(1, 999), "%d/%d" % (r.randint(1, 3), r.randint(3, 9)),
            "0.%02d" % r.randint(1, 99), "%d%% max %d" % (r.randint(10, 100), r.randint(1, 5)),
            "count %d" % r.randint(0, 5)])

    def write_plan(self):
        r, lines = self.r, []
        strata = r.choice([["category", "credit"]] * 2 + [["credit", "category"], ["category"]])
        values = {"category": self.categories, "credit": self.classes}
        self.repeat = r.choice([0, 0, 1, 2])
        lines += [
            "[plan]", "id = SECOND-%d" % self.number, "title = 比对",
            "window = %s..%s" % (self.first, self.last), "strata = " + ", ".join(strata),
            "audit = second.db", "calendar = calendar-cn.csv"]
        if r.random() < 0.7:
            lines.append("reserve = " + r.choice(["all", "0%", "50%", "33.3%", "100%"]))
        if r.random() < 0.2:
            lines.append("floor = %d%%" % r.randint(1, 30))
        rules = {", ".join("*" for _ in strata): self.ratio()}
        for _ in range(r.randint(0, 4)):
            pattern = [r.choice(values[c]) for c in strata]
            if r.random() < 0.3:
                pattern[r.randrange(len(pattern))] = "*"
            rules[", ".join(pattern)] = self.ratio()
        lines += ["[ratio]"] + ["%s = %s" % x for x in rules.items()]
        lines += ["[exclude]", "status = cancelled, revoked"]
        if self.repeat:
            lines.append("repeat = %d per year" % self.repeat)
        lines += ["[assign]", "per_day = %d" % r.randint(1, 3)] + self.preferences()
        if self.experts:
            lines.append("experts = yes")
        for i, key in enumerate(self.departments):
            lines += [
                "[department %s]" % key, "name = 样例%s局" % key,
                "inspectors = %d" % r.randint(1, 2 if self.small else 3),
                "draw = " + r.choice(["auto", "auto", str(r.randint(1, 8))])]
            if i == 0:
                lines.append("lead = yes")
            if r.random() < 0.4:
                lines.append("max_load = %d" % r.randint(2, 9))
            if r.random() < 0.4:
                lines.append("qualified = yes")
            if lines[lines.index("[department %s]" % key) + 3] == "draw = auto":
                lines += self.preferred([], 0.3, "share = %d%%" % self.prefer.randint(1, 100))
        lines += ["[items]", "file = items.csv"]
        if self.by_teams:
            lines = self.with_teams(lines)
        with open("plan", "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")

    def expert(self, word):
        return "yes" if self.experts and self.e.random() < 0.2 else word

    def preferred(self, lines, chance, line):
        return lines + [line] if self.prefer.random() < chance else lines

    def preferences(self):
        r = self.prefer
        self.rotate, self.recorded, self.taken = r.random() < 0.5, False, set()
        lines = ["rotate = " + ("yes" if self.rotate else "no")]
        lines = self.preferred(
            lines, 0.5, "group = " + r.choice(["region", "region", "category", "address"]))
        lines = self.preferred(lines, 0.4, "spread = even")
        return self.preferred(lines, 0.6, "days_a_week = %d" % r.randint(1, 5))

    def write_last(self, people):
        """Two lists of the last plan, as ssjc-assign prints them but for some columns."""
        r = self.prefer
        for name in ("last.csv", "other.csv"):
            write(name, "name,id,date,cert,duty", [
                ("样例", r.choice([*self.ids, "91130230MA00000001"]), "2022-06-14",
                 r.choice([*(p[0] for p in people), "X-001"]), r.choice(["lead", "assist"]))
                for _ in range(r.randint(0, 4 * self.n))])

    def with_teams(self, lines):
        """Some keys are not for teams, and so many inspectors have nobody in common."""
        r = self.r
        keys = ["mode = teams"]
        daily = r.random() < 0.5
        if r.random() < 0.6:
            keys.append("teams = " + r.choice(["auto", "1", "2", "3", "4"]))
        if daily or r.random() < 0.3:
            keys.append("team_for = " + ("day" if daily else "plan"))
        at = lines.index("[assign]") + 1
        gone = ("draw =", "share =") + (("max_load =", "spread =") if daily else ())
        lines = lines[:at] + keys + lines[at:]
        return [x for x in lines if not x.startswith(gone)]

    def write_streams(self):
        r = self.r
        names = {i: "样例（%s）运输·公司%s" % (r.choice("甲乙"), i) for i in self.ids}
        states = ["active"] * 6 + ["cancelled", "revoked", "moved", ""]
        regions, streets = ["东区", "西区", "临港镇", ""][: self.prefer.randint(1, 4)], "甲乙"
        write("objects.csv", "id,name,category,credit,status,region,address", [
            (i, names[i], r.choice(self.categories), r.choice(self.classes), r.choice(states),
             self.prefer.choice(regions), self.prefer.choice(streets))
            for i in self.ids])
        self.histories = []
        for k in range(r.randint(1, 2) if self.repeat else r.randint(0, 1)):
            seen = []
            for _ in range(r.randint(0, self.n)):
                i = r.choice(self.ids)
                other = names[i].replace("（", "(").replace("）", " )").replace("·", "．")
                seen.append((
                    *r.choice([(i, names[i]), (i, ""), ("", other)]),
                    r.choice(["2023-01-05", "2023-05-05", "2022-12-31", "2023-05-06"]),
                    r.choice(["P1", "P2", "", "", "SECOND-%d" % self.number])))
            self.histories.append("history%d.csv" % k)
            write(self.histories[-1], "id,name,date,plan", seen)
        items = {d: range(r.randint(1, 3)) for d in self.departments}
        write("items.csv", "item,dept,category,title,basis,method,skill,materials", [
            ("%s-%d" % (d[0].upper(), k), d,
             r.choice(["", "*", r.choice(self.categories), ";".join(self.categories)]),
             "%s事项（%d）" % (d, k), "依据", "现场",
             r.choice(["", "", r.choice(SKILLS), "驾驶;消防"]), "")
            for d in self.departments for k in items[d]])
        people = []
        for d in self.departments:
            many = (9, 16) if self.easy else (6, 12) if self.small else (2, 9)
            for k in range(r.randint(*many)):
                away = 0 if self.easy and r.random() < 0.8 else 1
                leave = datetime.date(2023, 6, r.randint(10, 28))
                until = leave + datetime.timedelta(r.randint(0, 6))
                of = r.sample(
                    self.ids, min(self.n, r.choice(
                        [0, 0] + away * [1] if self.small else [0, 1, 3])))
                wide = {i: names[i].replace("（", "[").replace("·", " • ") for i in of}
                may = [r.choice(["%s-%d" % (d[0].upper(), i), "%s事项(%d)" % (d, i)])
                       for i in items[d] if r.random() < 0.9] if r.random() < (0.03 if self.easy else 0.15) else []
                people.append((
                    "%s-%03d" % (d[0].upper(), k), "样人%d" % k, r.choice([d, "样例%s局" % d]),
                    ";".join(s for s in SKILLS if r.random() < (0.9 if self.easy else 0.6)),
                    self.expert("yes" if r.random() < 0.07 else r.choice(["no", ""])),
                    ";".join(r.choice([i.lower(), names[i], wide[i]]) for i in of),
                    r.choice(["", "", ""] + away * [str(leave), "%s..%s" % (leave, until)]),
                    r.choice(["", "2026-12-31", "2026-12-31"]
                             + away * ["2023-06-%d" % r.randint(12, 30)]),
                    r.choice(["active"] * 8 + ["left", ""]), ";".join(may)))
        write("inspectors.csv",
              "cert,name,dept,skills,expert,recuse,leave,valid_until,status,items", people)
        self.write_last(people)
        self.seed = "ssjc-draw 1\nplan=SECOND-%d\ndraw=1\nshare.1=%064x\n" % (
            self.number, r.getrandbits(256))
        with open("seed", "w", encoding="utf-8") as f:
            f.write(self.seed)

    # ---- What is done with it ----

    def same(self, what, mine, theirs):
        if mine != theirs:
            for a, b in zip(mine, theirs):
                if a != b:
                    raise Differs("%s: here %s, there %s" % (what, a, b))
            raise Differs("%s: %d rows here, %d there" % (what, len(mine), len(theirs)))
        self.count[what] += 1

    def program(self, name, *arguments):
        return run(name, *arguments[:1], "-p", "plan", "--now", str(self.today), *arguments[1:])

    def listed(self):
        return [(p.stratum, p.rank, p.ticket, p.role, p.id) for p in self.case.picks]

    def compare_list(self, what, out):
        self.same(what, self.listed(), [
            (x["stratum"], int(x["rank"]), x["ticket"], x["role"], x["id"]) for x in rows(out)])
        with open("drawn.csv", "w", encoding="utf-8") as f:
            f.write(out)

    def draw(self):
        r = self.r
        self.today = self.first + datetime.timedelta(r.choice([-5, -3, -1, -1, 0, 2]))
        self.today = min(self.today, self.last)
        plan = ssjc2.Plan("plan")
        given = [x for h in self.histories for x in ("-H", h)]
        rc, out, err = run(
            "ssjc-draw", "-p", "plan", "--now", str(self.today), *given, "--seed-file", "seed",
            "objects.csv")
        try:
            picks = ssjc2.draw(
                plan, self.seed, ssjc2.table("objects.csv"),
                [ssjc2.table(h) for h in self.histories])
        except ssjc2.NoDraw:
            if rc == 0:
                raise Differs("no draw is possible, but there is one") from None
            picks = None
        if rc:
            # The programs also refuse a plan whose window has no working day.
            if picks is not None and "working day" not in err:
                raise Differs("draw: " + err)
            self.count["draws refused"] += 1
            return False
        self.case = (teams.Case if self.by_teams else ssjc2.Case)(
            plan, self.seed, picks, ssjc2.table("inspectors.csv"), ssjc2.table("items.csv"),
            ssjc2.table(os.path.join(SHARE, "calendar-cn.csv")), self.today)
        self.compare_list("draws", out)
        return True

    def later(self, most):
        self.today = min(self.today + datetime.timedelta(self.r.randint(0, most)), self.last)

    def remove(self):
        self.later(3)
        there = [p.id for p in self.case.picks if p.drawn() and p.id not in self.case.inspected]
        if not there:
            return
        gone = self.r.sample(there, min(len(there), self.r.randint(1, 3)))
        write("removed.csv", "id,dept,confirmed,reason,evidence",
              [(i, self.departments[0], "no", "moved", "照片") for i in gone])
        now = ("-p", "plan", "--now", str(self.today))
        must("ssjc-record", "confirm", *now, "removed.csv")
        self.case.replace(gone, self.today)
        self.compare_list("replacements", must("ssjc-draw", "replace", *now, "drawn.csv"))

    def last_list(self, again):
        """The option for the list of the last plan, and the visits that then count."""
        r, visits = self.prefer, self.case.last
        if not self.rotate or (self.recorded and r.random() < 0.5):
            return [], visits
        name = "other.csv" if not self.recorded or again and r.random() < 0.5 else self.list
        return ["--last", name], {(x["id"], x["cert"]) for x in ssjc2.table(name)}

    def match(self, again):
        case = self.case
        self.later(2 if again else 1)
        last, visits = self.last_list(again)
        before, case.last = case.last, visits
        rc, out, err = run(
            "ssjc-assign", "-p", "plan", "--now", str(self.today), "-i", "inspectors.csv",
            *last, *(["--reassign", "--reason", "比对"] if again else []), "drawn.csv")
        try:
            (case.reassign if again else case.assign)(self.today)
        except (ssjc2.NoMatch, ssjc2.TooLate) as e:
            want = 1 if isinstance(e, ssjc2.TooLate) else 3
            if rc != want:
                raise Differs("match: %r here, exit %d there: %s" % (e, rc, err)) from None
            self.count["matches refused"] += 1
            case.last = before
            return
        if rc:
            raise Differs("match: exit %d: %s" % (rc, err))
        if last and (again or case.seats):
            self.recorded, self.list = True, last[1]
            self.taken.add(last[1])
        said = {x for x in self.departments if "department %s: there is no match in which" % x in err}
        if said and said != case.unspread:
            raise Differs("not spread: here %s, there %s" % (case.unspread, said))
        self.count["not spread"] += bool(said)
        self.same_seats("reassigns" if again else "matches", out)
        self.count["seats of experts"] += sum(s["duty"] == "expert" for s in self.case.seats)

    def same_seats(self, what, out):
        self.same(what, [
            (s["id"], str(s["date"]), s["team"], s["dept"], s["seat"], s["duty"], s["cert"])
            for s in self.case.seats], [
            (x["id"], x["date"], int(x["team"]), x["dept"], int(x["seat"]), x["duty"], x["cert"])
            for x in rows(out)])

    def change(self, what, arguments, mine):
        """A change of seats: both do it, or both refuse it and leave all as it was."""
        rc, out, err = run(
            "ssjc-assign", what, "-p", "plan", "--now", str(self.today), "-i", "inspectors.csv",
            "--reason", "比对", *arguments, "drawn.csv")
        try:
            mine()
        except (ssjc2.NoSeat, ssjc2.TooLate) as e:
            if rc != (1 if isinstance(e, ssjc2.TooLate) else 3):
                raise Differs("%s: %r here, exit %d there: %s" % (what, e, rc, err)) from None
            self.count[what + "s refused"] += 1
            return
        if rc:
            raise Differs("%s: exit %d: %s" % (what, rc, err))
        self.same_seats(what + "s", out)

    def substitute(self):
        case, r = self.case, self.r
        if not case.seats:
            return
        self.later(2)
        there = [s for s in case.seats if s["date"] >= self.today] or case.seats
        seat = r.choice(there)
        certs = {seat["cert"]} | {r.choice(there)["cert"] for _ in range(r.choice([0, 0, 1, 2]))}
        start = r.choice([self.today, self.today, seat["date"],
                          self.today - datetime.timedelta(r.choice([0, 0, 1]))])
        objects = set()
        if r.random() < 0.4:
            objects = {s["id"] for s in case.seats if s["cert"] in certs and r.random() < 0.7}
        self.change(
            "substitute",
            [x for c in certs for x in ("--cert", c)] + ["--from", str(start)]
            + [x for o in objects for x in ("--object", o)],
            lambda: case.substitute(certs, start, objects, self.today))

    def move(self):
        case, r = self.case, self.r
        if not case.seats:
            return
        self.later(2)
        seat = r.choice(case.seats)
        some = [self.first + datetime.timedelta(r.randint(-1, 12)) for _ in range(5)]
        earliest = r.choice([None, None, some[0]])
        closed, chosen = set(some[1:r.randint(1, 4)]), None
        if r.random() < 0.25:
            earliest, closed, chosen = None, set(), some[4]
        self.change(
            "move",
            ["--object", seat["id"]] + (["--not-before", str(earliest)] if earliest else [])
            + [x for d in closed for x in ("--closed", str(d))]
            + (["--date", str(chosen)] if chosen else []),
            lambda: case.move(seat["id"], self.today, earliest, closed, chosen))

    def inspect(self):
        now = ("-p", "plan", "--now", str(self.today))
        drawn = {p.id for p in self.case.picks if p.drawn()}
        if not self.case.seats or drawn != {s["id"] for s in self.case.seats}:
            return  # results wait for a match
        form = rows(must("ssjc-record", "result", "--form", *now))
        there = sorted({x["id"] for x in form} - self.case.inspected)
        if not there:
            return
        at = self.r.choice(there)
        for x in form:
            x["result"], x["date"] = "ok", str(self.today)
        write("results.csv", ",".join(form[0]), [list(x.values()) for x in form if x["id"] == at])
        must("ssjc-record", "result", *now, "results.csv")
        self.case.inspected.add(at)

    def all(self):
        self.write_plan()
        self.write_streams()
        if not self.draw():
            return
        if self.by_teams:
            self.match(False)
        steps = [
            (0.22, self.remove), (0.5, lambda: self.match(False)), (0.6, self.inspect),
            (0.77, self.substitute), (0.92, self.move), (1, lambda: self.match(True))]
        for _ in range(self.r.randint(3, 9)):
            what = self.r.random()
            # Teams mostly have a match: more is done with it.
            what = what ** 0.7 if self.by_teams else what
            next(do for limit, do in steps if what < limit)()
        must("ssjc-audit", "verify", "-p", "plan", "objects.csv", *self.histories,
             *(["inspectors.csv"] if self.case.seats else []), *sorted(self.taken))
        self.count["verified"] += 1
        if self.by_teams:
            self.count["matches by all ways"] += self.case.looked_at


def main(first, count, by_teams):
    done, at = collections.Counter(), os.getcwd()
    for number in range(first, first + count):
        os.mkdir("plan-%d" % number)
        os.chdir("plan-%d" % number)
        try:
            Trial(number, done, by_teams).all()
        except Differs as e:
            sys.exit("plan %d: %s" % (number, e))
        os.chdir(at)
        done["plans"] += 1
    print("agree on " + ", ".join("%d %s" % (n, what) for what, n in sorted(done.items())))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] == ["teams"])
