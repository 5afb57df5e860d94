"""A second implementation of the draw, the replacements and the match.

It was written from ssjc-draw(7), ssjc-plan(5) and ssjc-csv(5) alone, and shares
nothing with the library: another language, another solver. Where the two differ,
one of them or the manual is wrong.
"""

import csv
import datetime
import hashlib
import heapq
import unicodedata
from fractions import Fraction


class NoMatch(Exception):
    """There are too few days or people."""


class TooLate(Exception):
    """A day of the match is past."""


class NoSeat(Exception):
    """There is no such seat, or nobody for it."""


class NoDraw(Exception):
    """The plan allows no draw from these objects."""


# ---- Texts ----


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def day(text):
    return datetime.date.fromisoformat(text)


def pieces(text):
    return [p.strip() for p in text.split(";") if p.strip()]


def key_of(text):
    """What is left of a name when the way of writing it is disregarded."""
    out = ""
    for c in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()):
        if c.isspace():
            continue
        n = ord(c)
        if c in ".\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb":
            c = "\u00b7"
        elif c in "[{":
            c = "("
        elif c in "]}":
            c = ")"
        elif 0x2010 <= n <= 0x2015 or n == 0x2212:
            c = "-"
        elif 0x3008 <= n <= 0x3011 or 0x3014 <= n <= 0x301B:
            c = "()"[n % 2]
        out += c
    return out


# ---- The plan ----


def ratio(text):
    for sign, parts in (("%", 100), ("‰", 1000)):
        if text.endswith(sign):
            return Fraction(text[: -len(sign)]) / parts
    return Fraction(text)


def up(fraction):
    return -(-fraction.numerator // fraction.denominator)


class Department:
    def __init__(self, key):
        self.key = self.name = key
        self.inspectors, self.draw, self.max_load, self.qualified = 2, 0, 0, False
        self.share = Fraction(0)


class Plan:
    """What of a plan the draw and the match depend on."""

    def __init__(self, path):
        self.rules, self.departments, self.status = [], [], []
        self.reserve, self.floor, self.repeat, self.per_day = Fraction(1), Fraction(0), 0, 3
        self.experts = False
        self.rotate, self.group, self.spread, self.days_a_week = False, None, False, 3
        self.by_teams, self.teams, self.daily = False, 0, False
        section = []
        with open(path, encoding="utf-8") as f:
            for line in f:
                line = line.split("#")[0].strip()
                if line.startswith("["):
                    section = line.strip("[]").split()
                    if section[0] == "department":
                        self.departments.append(Department(section[1]))
                elif line:
                    self.set(section[0], *(x.strip() for x in line.split("=", 1)))

    def set(self, section, key, value):
        if section == "ratio":
            self.rules.append(([x.strip() for x in key.split(",")], value))
        elif section == "department":
            d = self.departments[-1]
            if key in ("inspectors", "max_load"):
                setattr(d, key, int(value))
            elif key == "draw":
                d.draw = 0 if value == "auto" else int(value)
            elif key == "qualified":
                d.qualified = value == "yes"
            elif key == "share":
                d.share = ratio(value)
            elif key == "name":
                d.name = value
        elif key == "window":
            self.first, self.last = (day(x) for x in value.split(".."))
        elif key in ("strata", "status"):
            setattr(self, key, [x.strip() for x in value.split(",")])
        elif key == "reserve":
            self.reserve = None if value == "all" else ratio(value)
        elif key == "floor":
            self.floor = ratio(value)
        elif key == "rotate":
            self.rotate = value == "yes"
        elif key == "group":
            self.group = value
        elif key == "spread":
            self.spread = value == "even"
        elif key in ("repeat", "per_day", "days_a_week"):
            setattr(self, key, int(value.split()[0]))
        elif key == "experts":
            self.experts = value == "yes"
        elif key == "mode":
            self.by_teams = value == "teams"
        elif key == "teams":
            self.teams = 0 if value == "auto" else int(value)
        elif key == "team_for":
            self.daily = value == "day"
        elif key == "id":
            self.id = value

    def due(self, values, population):
        """How many of a stratum's population are to be drawn."""
        fits = {}
        for pattern, rule in self.rules:
            if all(p in ("*", v) for p, v in zip(pattern, values)):
                fits.setdefault(pattern.count("*"), []).append(rule)
        if not fits or len(fits[min(fits)]) > 1:
            raise NoDraw("no rule, or two")
        rule = fits[min(fits)][0].split()
        if rule[0] == "count":
            return min(int(rule[1]), population)
        n = max(1, up(population * ratio(rule[0])))
        return min([n, population] + [int(x) for x in rule[2:]])


# ---- The draw ----


class Stage:
    def __init__(self, seed, name):
        self.key = sha(sha(seed) + "/" + name)

    def ticket(self, id):
        return sha(self.key + id)

    def cost(self, object, cert):
        return int(sha(self.key + object + "/" + cert)[:24], 16)


class Pick:
    def __init__(self, stratum, rank, ticket, object, role):
        self.stratum, self.rank, self.ticket = stratum, rank, ticket
        self.object, self.role, self.id = object, role, object["id"]
        self.main = role == "main"  # by its rank, whatever it becomes

    def drawn(self):
        return self.role in ("main", "replacement")


def inspections(plan, histories):
    """Each object's inspections in the plan's year: sets by id and by name."""
    by_id, by_name = {}, {}
    for rows in histories:
        for r in rows:
            of = r.get("plan", "")
            if day(r["date"]).year != plan.first.year or of == plan.id:
                continue
            visit = of or r["date"]
            if r["id"]:
                by_id.setdefault(r["id"], set()).add(visit)
            else:
                by_name.setdefault(key_of(r["name"]), set()).add(visit)
    return by_id, by_name


def draw(plan, seed, objects, histories):
    stage = Stage(seed, "object")
    by_id, by_name = inspections(plan, histories)
    strata, picks, population, total = {}, [], 0, 0
    for o in objects:
        if o["status"] not in plan.status:
            strata.setdefault(tuple(o[c] for c in plan.strata), []).append(o)
    for values in sorted(strata, key=lambda v: ";".join(v).encode()):
        members = strata[values]
        population += len(members)
        due = plan.due(values, len(members))
        able = [
            o
            for o in members
            if not plan.repeat
            or len(by_id.get(o["id"], ())) + len(by_name.get(key_of(o["name"]), ())) < plan.repeat
        ]
        able.sort(key=lambda o: stage.ticket(o["id"]))
        main = min(due, len(able))
        rest = len(able) - main
        reserve = rest if plan.reserve is None else min(rest, up(due * plan.reserve))
        total += main
        for i, o in enumerate(able[: main + reserve]):
            role = "main" if i < main else "reserve"
            picks.append(Pick(";".join(values), i + 1, stage.ticket(o["id"]), o, role))
    if population == 0 or total < up(population * plan.floor):
        raise NoDraw("nobody, or fewer than the floor")
    return picks


# ---- The best flow ----


class Flow:
    """Least cost among the greatest flows, by shortest paths one after the other."""

    def __init__(self):
        self.node, self.arcs, self.out = {}, [], []

    def at(self, name):
        if name not in self.node:
            self.node[name] = len(self.out)
            self.out.append([])
        return self.node[name]

    def arc(self, a, b, room, cost=0):
        """The arc's number; with used() it tells what flows there."""
        a, b = self.at(a), self.at(b)
        self.out[a].append(len(self.arcs))
        self.arcs.append([b, room, cost])
        self.out[b].append(len(self.arcs))
        self.arcs.append([a, 0, -cost])
        return len(self.arcs) - 2

    def used(self, arc):
        return self.arcs[arc + 1][1]

    def run(self, source, sink):
        source, sink, amount = self.at(source), self.at(sink), 0
        height = [0] * len(self.out)
        while True:
            dist, by, heap = {source: 0}, {}, [(0, source)]
            done = set()
            while heap:
                d, a = heapq.heappop(heap)
                if a in done:
                    continue
                done.add(a)
                for i in self.out[a]:
                    b, room, cost = self.arcs[i]
                    if room and b not in done:
                        c = d + cost + height[a] - height[b]
                        if b not in dist or c < dist[b]:
                            dist[b], by[b] = c, i
                            heapq.heappush(heap, (c, b))
            if sink not in done:
                return amount
            far = max(dist[a] for a in done)
            for a in range(len(height)):
                height[a] += dist[a] if a in done else far
            step, a = None, sink
            while a != source:
                i = by[a]
                step = self.arcs[i][1] if step is None else min(step, self.arcs[i][1])
                a = self.arcs[i ^ 1][0]
            a = sink
            while a != source:
                i = by[a]
                self.arcs[i][1] -= step
                self.arcs[i ^ 1][1] += step
                a = self.arcs[i ^ 1][0]
            amount += step


# ---- One match ----


class Person:
    def __init__(self, row, ticket, days, kept, dept):
        self.cert, self.row, self.ticket = row["cert"], row, ticket
        self.recused = {key_of(p) for p in pieces(row["recuse"])}
        self.items = {key_of(p) for p in pieces(row["items"])}
        leave = [[day(x) for x in p.split("..")] for p in pieces(row["leave"])]
        until = row["valid_until"]
        self.there = [
            d for d in days
            if not any(s[0] <= d <= s[-1] for s in leave) and not (until and day(until) < d)
        ]
        mine = [s for s in kept if s["dept"] == dept.key and s["cert"] == self.cert]
        self.load = len(mine)
        self.busy = {d: sum(s["date"] == d for s in mine) for d in days}
        self.kept = {s["date"] for s in mine}
        self.off = set()  # days that are not his, where visits are spread

    def free(self, plan, d):
        if d not in self.there or d in self.off:
            return 0
        return max(0, plan.per_day - self.busy[d])


class Match:
    """Objects matched around seats that are kept; Match(...).seats are both."""

    def __init__(self, case, objects, kept, start, today, teams):
        self.case, self.plan, self.kept = case, case.plan, kept
        self.seats, self.unspread = list(kept), set()
        if objects:
            self.find_days(start)
            self.pools = [self.pool(d) for d in self.plan.departments]
            self.find_dates(objects, today, teams)
            self.match_all()
            if self.plan.experts:
                for o, d, _ in self.jobs:
                    for dept in self.plan.departments:
                        self.seats += Experts(self, case.people, self.seats).come(dept, o)
        order = [d.key for d in self.plan.departments]
        self.seats.sort(key=lambda s: (
            s["date"], s["team"], s["id"].encode(), order.index(s["dept"]), s["seat"]))

    def find_days(self, start):
        special = {r["date"]: r["day"] for r in self.case.calendar}
        d, self.days = max(start, self.plan.first), []
        while d <= self.plan.last:
            if special.get(str(d), "work" if d.weekday() < 5 else "off") == "work":
                self.days.append(d)
            d += datetime.timedelta(1)
        if not self.days:
            raise NoMatch("no working day")

    def pool(self, dept):
        stage, pool = Stage(self.case.seed, "inspector/" + dept.key), []
        for r in self.case.people:
            if r["dept"] not in (dept.key, dept.name) or r["expert"] == "yes":
                continue
            if r["status"] not in ("", "active"):
                continue
            pool.append(Person(r, stage.ticket(r["cert"]), self.days, self.kept, dept))
        pool = sorted((p for p in pool if p.there), key=lambda p: p.ticket)
        if len(pool) < dept.inspectors:
            raise NoMatch("too few people")
        return pool

    def room(self, d):
        least = []
        for dept, pool in zip(self.plan.departments, self.pools):
            free = [f for f in (p.free(self.plan, d) for p in pool) if f]
            least.append(sum(free) // dept.inspectors if len(free) >= dept.inspectors else 0)
        return min(least)

    def find_dates(self, objects, today, teams):
        stage = Stage(self.case.seed, "date")
        room = {d: self.room(d) for d in self.days}
        held = {d: len({s["id"] for s in self.kept if s["date"] == d}) for d in self.days}
        new = {d: [] for d in self.days}
        if sum(room.values()) < len(objects):
            raise NoMatch("too few days")
        for o in sorted(objects, key=lambda o: stage.ticket(o["id"])):
            open_days = [d for d in self.days if len(new[d]) < room[d]]
            new[min(open_days, key=lambda d: (held[d] + len(new[d]), d))].append(o)
        if any(new[d] and d < today for d in self.days):
            raise TooLate()
        self.jobs = []
        for d in self.days:
            for o in new[d]:
                teams += 1
                self.jobs.append((o, d, teams))

    def items_of(self, dept, o):
        return [
            i for i in self.case.items
            if i["dept"] == dept.key
            and (i["category"] in ("", "*") or o["category"] in pieces(i["category"]))
        ]

    def may_lead(self, dept, person, o):
        have = pieces(person.row["skills"])
        needed = {s for i in self.items_of(dept, o) for s in pieces(i["skill"])}
        return not dept.qualified or needed <= set(have)

    def may_sit(self, dept, person, o):
        if person.recused & {key_of(o["id"]), key_of(o["name"])}:
            return False
        return not person.row["items"] or all(
            person.items & {key_of(i["item"]), key_of(i["title"])} for i in self.items_of(dept, o))

    def spread(self, dept, pool):
        """Give everybody the days of each week on which he can be out."""
        stage = Stage(self.case.seed, "duty/" + dept.key)
        for p in pool:
            p.off = self.off_days(stage, p.cert, p.there, p.kept)

    def off_days(self, stage, name, there, kept):
        """The days on which somebody, or a team, is there, but that are not theirs."""
        weeks, off = {}, set()
        for d in there:
            if d not in kept:
                weeks.setdefault(d.isocalendar()[:2], []).append(d)
        for week, days in weeks.items():
            has = sum(d.isocalendar()[:2] == week for d in kept)
            days.sort(key=lambda d: stage.ticket("%s/%s" % (d, name)))
            off |= set(days[max(0, self.plan.days_a_week - has):])
        return off

    def homes(self, stage, out_on):
        """Which group each of those who serve, by their names, gets on each day."""
        homes = {}
        for d in {d for _, d, _ in self.jobs}:
            here = [o[self.plan.group].encode() for o, x, _ in self.jobs if x == d]
            out = sorted(out_on(d), key=lambda p: stage.ticket("%s/%s" % (d, p)))
            groups = sorted(set(here))
            quota = {g: here.count(g) * len(out) // len(here) for g in groups}
            rest = {g: here.count(g) * len(out) % len(here) for g in groups}
            left = len(out) - sum(quota.values())
            for g in sorted(groups, key=lambda g: (-rest[g], g))[:left]:
                quota[g] += 1
            given = [g for g in groups for _ in range(quota[g])]
            homes.update({(d, p): g for p, g in zip(out, given)})
        return homes

    def levels(self, dept, people):
        """The level of a person at an object on a day, as a function."""
        stage = Stage(self.case.seed, "region/" + dept.key)
        homes = self.plan.group and self.homes(
            stage, lambda d: [p.cert for p in people if p.free(self.plan, d)])
        big = len(self.jobs) * dept.inspectors + 1

        def level(o, d, p):
            again = self.plan.rotate and (o["id"], p.cert) in self.case.last
            apart = self.plan.group and o[self.plan.group].encode() != homes.get((d, p.cert))
            return big * bool(again) + bool(apart)

        return level

    def fill(self, dept, people, stage):
        """The people at each object's seats; None when not all seats can be filled."""
        flow, seats, at, places = Flow(), dept.inspectors, [], 0
        level = self.levels(dept, people)
        high = 1 << 120  # more than all costs come to
        much = high * (len(self.jobs) * seats + 3) ** 2
        for n, (o, d, _) in enumerate(self.jobs):
            flow.arc("source", ("all", n), seats)
            flow.arc(("all", n), ("lead", n), seats)
            flow.arc(("all", n), ("assist", n), seats - 1)
            for p in people:
                full = dept.max_load and p.load >= dept.max_load
                if p.free(self.plan, d) == 0 or full:
                    continue
                if not self.may_sit(dept, p, o):
                    continue
                node = "lead" if self.may_lead(dept, p, o) else "assist"
                cost = stage.cost(o["id"], p.cert)
                worth = level(o, d, p) * high + cost
                at.append((n, cost, p, flow.arc((node, n), (p.cert, d), 1, worth)))
        for p in people:
            most = 0
            for d in self.days:
                most += p.free(self.plan, d)
                flow.arc((p.cert, d), (p.cert,), p.free(self.plan, d))
            if dept.max_load:
                most = min(most, max(0, dept.max_load - p.load))
            places += most
            for load in range(p.load, p.load + min(most, len(self.jobs))):
                flow.arc((p.cert,), "sink", 1, (2 * load + 1) * much)
        if places < len(self.jobs) * seats:
            return None
        if flow.run("source", "sink") < len(self.jobs) * seats:
            return None
        chosen = [[] for _ in self.jobs]
        for n, cost, p, arc in at:
            if flow.used(arc):
                chosen[n].append((cost, p))
        return chosen

    def match_all(self):
        for d, pool in zip(self.plan.departments, self.pools):
            self.match(d, pool)

    def serve(self, dept, pool, stage):
        """As few as can do it, and the people at each object; None if all are too few."""
        serving = [i + 1 for i, p in enumerate(pool) if p.load]
        least = max([dept.draw or 1, up(len(pool) * dept.share)] + serving)
        for n in range(min(len(pool), least), len(pool) + 1):
            chosen = self.fill(dept, pool[:n], stage)
            if chosen is not None:
                return chosen
        return None

    def match(self, dept, pool):
        stage = Stage(self.case.seed, "match/" + dept.key)
        if self.plan.spread and not dept.draw:
            self.spread(dept, pool)
        chosen = self.serve(dept, pool, stage)
        if chosen is None:
            for p in pool:
                p.off = set()
            chosen = self.serve(dept, pool, stage)
            if chosen is None:
                raise NoMatch(dept.key)
            self.unspread = self.unspread | {dept.key}
        for (o, d, team), people in zip(self.jobs, chosen):
            people.sort(key=lambda x: x[0])
            lead = next(x for x in people if self.may_lead(dept, x[1], o))
            people.remove(lead)
            for seat, (_, p) in enumerate([lead] + people):
                self.seats.append({
                    "id": o["id"], "date": d, "team": team, "dept": dept.key, "seat": seat + 1,
                    "duty": "assist" if seat else "lead", "cert": p.cert})


# ---- Experts ----


class Experts:
    """Who of the experts comes, when those seats are taken."""

    def __init__(self, match, people, taken):
        self.match, self.plan, self.seed = match, match.plan, match.case.seed
        self.people, self.taken = people, taken

    def can(self, dept, o, d):
        """Those who can come to the object on that day, cheapest first, with their skills."""
        stage, able = Stage(self.seed, "expert/" + dept.key), []
        for r in self.people:
            if r["dept"] not in (dept.key, dept.name) or r["expert"] != "yes":
                continue
            if r["status"] not in ("", "active"):
                continue
            p = Person(r, "", [d], self.taken, dept)
            if not p.free(self.plan, d) or (dept.max_load and p.load >= dept.max_load):
                continue
            if self.match.may_sit(dept, p, o):
                able.append((stage.cost(o["id"], p.cert), p.cert, set(pieces(r["skills"]))))
        return [x[1:] for x in sorted(able)]

    def come(self, dept, o):
        """Their seats, by what nobody of the department at the object can do."""
        there = [s for s in self.taken if s["id"] == o["id"] and s["dept"] == dept.key]
        if not there:
            return []
        known = {x for r in self.people for s in there if s["cert"] == r["cert"]
                 for x in pieces(r["skills"])}
        lack = {x for i in self.match.items_of(dept, o) for x in pieces(i["skill"])} - known
        if not lack:
            return []
        able = self.can(dept, o, there[0]["date"])
        come = [(c, skills) for c, skills in able if lack <= skills][:1]
        if not come:
            for skill in sorted(lack, key=str.encode):
                if not any(skill in skills for _, skills in come):
                    come += [x for x in able if skill in x[1]][:1]
        seats = []
        for cert, _ in come:
            number = dept.inspectors + 1
            while number in [s["seat"] for s in there + seats]:
                number += 1
            seats.append(dict(there[0], seat=number, duty="expert", cert=cert))
        return seats


# ---- A plan from its draw on ----


class Case:
    def __init__(self, plan, seed, picks, inspectors, items, calendar, today, last=()):
        self.plan, self.seed, self.picks, self.last = plan, seed, picks, set(last)
        self.inspectors, self.items, self.calendar = inspectors, items, calendar
        self.seats, self.inspected, self.unspread = [], set(), set()
        self.people, self.touched = inspectors, set()  # as absences leave them; with substitutes
        self.event = self.settled = 0  # the draw; then each replace and reassign
        self.since = today
        for p in picks:
            p.came, p.since = 0, today

    def replace(self, ids, today):
        self.event += 1
        for id in sorted(ids, key=str.encode):
            gone = next(p for p in self.picks if p.id == id)
            gone.role = "removed"
            for p in self.picks:
                if p.stratum == gone.stratum and p.role == "reserve":
                    p.role, p.came, p.since = "replacement", self.event, today
                    break

    def matched(self, objects, kept, start, today, teams, again=False):
        del again  # means nothing but with teams
        return Match(self, objects, kept, start, today, teams)

    def is_first(self, p):
        return p.came <= self.settled and (p.drawn() or (p.main and p.role == "removed"))

    def first_match(self, today):
        every = [p for p in self.picks if self.is_first(p)]
        left = [p for p in every if p.drawn()]
        try:
            return self.matched([p.object for p in every], [], self.since, today, 0)
        except NoMatch:
            if len(left) == len(every):
                raise
            return self.matched([p.object for p in left], [], self.since, today, 0)

    def assign(self, today):
        first = None if self.seats else self.first_match(today)
        seats = first.seats if first else self.seats
        drawn = {p.id: p for p in self.picks if p.drawn()}
        kept = [
            s for s in seats
            if s["id"] in drawn
            and (self.is_first(drawn[s["id"]]) or s["date"] <= today
                 or s["id"] in self.inspected or s["id"] in self.touched)
        ]
        held = {s["id"] for s in kept}
        new = [p for id, p in drawn.items() if id not in held]
        start = max([self.since] + [p.since for p in new])
        teams = max([sum(map(self.is_first, self.picks))] + [s["team"] for s in kept])
        match = self.matched([p.object for p in new], kept, start, today, teams)
        self.seats = match.seats
        self.unspread = match.unspread | (first.unspread if first else set())

    def reassign(self, today):
        kept = [s for s in self.seats if s["id"] in self.inspected]
        held = {s["id"] for s in kept}
        new = [p.object for p in self.picks if p.drawn() and p.id not in held]
        teams = max([0] + [s["team"] for s in kept])
        people, self.people = self.people, self.inspectors
        try:
            match = self.matched(new, kept, today, today, teams, True)
        except (NoMatch, TooLate):
            self.people = people
            raise
        self.seats, self.unspread = match.seats, match.unspread
        self.touched = set()
        self.event += 1
        self.settled, self.since = self.event, today

    # ---- Changes of seats ----

    def absent(self, certs, start, objects):
        """The people when these cannot come."""
        people = []
        for r in self.people:
            r = dict(r)
            if r["cert"] in certs and objects:
                r["recuse"] = ";".join([r["recuse"], *objects])
            elif r["cert"] in certs:
                r["leave"] = ";".join([r["leave"], "%s..9999-12-31" % start])
            people.append(r)
        return people

    def in_order(self, seats):
        order = [d.key for d in self.plan.departments]
        stage = Stage(self.seed, "date")
        return sorted(seats, key=lambda s: (
            s["date"], stage.ticket(s["id"]), order.index(s["dept"]), s["seat"]))

    def can(self, people, taken, seat):
        """Who of the seat's department can take it, when those are taken: their certificates."""
        dept = next(d for d in self.plan.departments if d.key == seat["dept"])
        o = next(p.object for p in self.picks if p.id == seat["id"])
        able = set()
        for r in people:
            if r["dept"] not in (dept.key, dept.name) or r["expert"] == "yes":
                continue
            if r["status"] not in ("", "active"):
                continue
            mine = [s for s in taken if s["cert"] == r["cert"]]
            p = Person(r, "", [seat["date"]], mine, dept)
            if not p.free(self.plan, seat["date"]) or (dept.max_load and p.load >= dept.max_load):
                continue
            if any(s["id"] == seat["id"] for s in mine):
                continue
            of = Match(self, [], [], None, None, 0)
            if of.may_sit(dept, p, o) and (seat["seat"] > 1 or of.may_lead(dept, p, o)):
                able.add(r["cert"])
        return able

    def fill(self, people, taken, seat):
        able = self.can(people, taken, seat)
        if not able:
            raise NoSeat("nobody for it")
        stage = Stage(self.seed, "substitute/" + seat["dept"])
        return dict(seat, cert=min(able, key=lambda c: stage.cost(seat["id"], c)))

    def fill_all(self, people, taken, seats):
        for s in seats:
            taken.append(self.fill(people, taken, s))

    def sort(self, seats):
        order = [d.key for d in self.plan.departments]
        self.seats = sorted(
            seats, key=lambda s: (
                s["date"], s["team"], s["id"].encode(), order.index(s["dept"]), s["seat"]))

    def experts(self, people, taken, touched):
        """Those who come to the departments' businesses of these seats are taken, too."""
        for s in self.in_order(touched if self.plan.experts else []):
            of = Experts(Match(self, [], [], None, None, 0), people, taken)
            dept = next(d for d in self.plan.departments if d.key == s["dept"])
            taken += of.come(dept, next(p.object for p in self.picks if p.id == s["id"]))

    def substitute(self, certs, start, objects, today):
        drawn = {p.id for p in self.picks if p.drawn()}
        if start < today or drawn != {s["id"] for s in self.seats}:
            raise TooLate()
        given = [
            s for s in self.seats
            if s["cert"] in certs and s["date"] >= start and s["id"] not in self.inspected
            and (not objects or s["id"] in objects)
        ]
        if {s["cert"] for s in given} != set(certs):
            raise NoSeat("somebody has none")
        if objects and {s["id"] for s in given} != set(objects):
            raise NoSeat("nobody is there")
        people = self.absent(certs, start, objects)
        taken = [s for s in self.seats if s not in given]
        self.fill_all(
            people, taken, [s for s in self.in_order(given) if s["duty"] != "expert"])
        self.experts(people, taken, given)
        self.sort(taken)
        self.people = people
        self.touched |= {s["id"] for s in given}

    def days_of_move(self, id, old, today, earliest, closed, chosen):
        special = {r["date"]: r["day"] for r in self.calendar}
        busy, days, d = {}, [], self.plan.first
        for s in self.seats:
            if s["id"] != id:
                busy.setdefault(s["date"], set()).add(s["id"])
        while d <= self.plan.last:
            work = special.get(str(d), "work" if d.weekday() < 5 else "off") == "work"
            if chosen:
                fits = d == chosen and d >= today
            else:
                fits = d > today and d >= (earliest or d) and (earliest or d > old)
            if work and fits and d != old and d not in closed:
                days.append(d)
            d += datetime.timedelta(1)
        return sorted(days, key=lambda d: (len(busy.get(d, ())), d))

    def on_day(self, own, rest, d):
        """All seats when those of an object are filled on a day."""
        taken, gaps = list(rest), []
        for s in own:
            s = dict(s, date=d)
            if s["cert"] in self.can(self.people, taken, s):
                taken.append(s)
            else:
                gaps.append(s)
        for s in gaps:
            taken.append(self.fill(self.people, taken, s))
        return taken

    def move(self, id, today, earliest=None, closed=(), chosen=None):
        drawn = {p.id for p in self.picks if p.drawn()}
        if drawn != {s["id"] for s in self.seats}:
            raise TooLate()
        own = self.in_order([s for s in self.seats if s["id"] == id])
        if not own:
            raise NoSeat("no such business")
        if id in self.inspected:
            raise TooLate()
        rest = [s for s in self.seats if s["id"] != id]
        for d in self.days_of_move(id, own[0]["date"], today, earliest, closed, chosen):
            try:
                taken = self.on_day([s for s in own if s["duty"] != "expert"], rest, d)
            except NoSeat:
                continue
            team = next(s["team"] for s in taken if s["id"] == id)
            moved = [dict(s, date=d, team=team) for s in own]
            for s in moved:
                dept = next(x for x in self.plan.departments if x.key == s["dept"])
                of = Experts(Match(self, [], [], None, None, 0), self.people, taken)
                o = next(p.object for p in self.picks if p.id == id)
                if s["duty"] == "expert" and s["cert"] in [x[0] for x in of.can(dept, o, d)]:
                    taken.append(s)
            self.experts(self.people, taken, moved)
            self.sort(taken)
            self.touched.add(id)
            return
        raise NoSeat("no day")
