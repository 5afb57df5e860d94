"""Teams (mode = teams): what ssjc2.py is, for the section Teams of ssjc-draw(7)."""

import itertools

import ssjc2
from ssjc2 import NoMatch, NoSeat, Person, Stage

MOST_WAYS = 5000  # to give objects to teams, that are all looked at
HIGH = 1 << 120  # more than all costs come to


class Team:
    def __init__(self, number, day, members):
        self.number, self.day, self.members = number, day, members
        self.all = [p for people in members.values() for p in people]
        self.off = set()  # days that are not its own, where visits are spread
        self.load = max(p.busy[day] if day else p.load for p in self.all)

    def name(self):
        return "%s/%d" % (self.day, self.number) if self.day else str(self.number)


class Match(ssjc2.Match):
    """Objects matched to teams around seats that are kept."""

    def __init__(self, case, objects, kept, start, today, again):
        self.again, self.outsiders = again, {}
        super().__init__(case, objects, kept, start, today, 0)

    # ---- Who is in which team ----

    def person(self, dept, cert):
        """Somebody of the list, whether they may serve or not."""
        for p in self.pools[self.plan.departments.index(dept)]:
            if p.cert == cert:
                return p
        if (dept.key, cert) not in self.outsiders:
            p = None
            for r in self.case.people:
                if r["cert"] == cert and r["dept"] in (dept.key, dept.name):
                    ticket = Stage(self.case.seed, "inspector/" + dept.key).ticket(cert)
                    p = Person(r, ticket, self.days, self.kept, dept)
                    if r["expert"] == "yes" or r["status"] not in ("", "active"):
                        p.there = []
            self.outsiders[dept.key, cert] = p
        return self.outsiders[dept.key, cert]

    def members_of_last(self, seats):
        """Who has the seats of a team's last visit; None if it cannot go on."""
        stage, members = Stage(self.case.seed, "date"), {}
        last = max(seats, key=lambda s: (s["date"], stage.ticket(s["id"])))["id"]
        for dept in self.plan.departments:
            certs = [s["cert"] for s in seats if s["id"] == last and s["dept"] == dept.key]
            people = [self.person(dept, c) for c in certs]
            if len(people) != dept.inspectors or None in people:
                return None
            members[dept.key] = sorted(people, key=lambda p: p.ticket)
        return members

    def going_on(self, day):
        """The teams that go on, and the highest number that has kept seats."""
        of, teams, used = {}, [], set()
        for s in self.kept:
            if s["duty"] != "expert" and (not day or s["date"] == day):
                of.setdefault(s["team"], []).append(s)
        for number in sorted(of, reverse=True):
            members = None if self.again else self.members_of_last(of[number])
            certs = {(k, p.cert) for k, v in (members or {}).items() for p in v}
            if certs and not certs & used:
                used |= certs
                teams.append(Team(number, day, members))
        return teams[::-1], used, max(of, default=0)

    def form(self, day, serving=None):
        """All teams that can be, of a day by the first serving x inspectors."""
        teams, used, number = self.going_on(day)
        free = {}
        for dept, pool in zip(self.plan.departments, self.pools):
            stage = Stage(self.case.seed, "team/" + dept.key)
            if day:
                pool = [p for p in pool[: serving * dept.inspectors] if day in p.there]
                pool.sort(key=lambda p: stage.ticket("%s/%s" % (day, p.cert)))
            free[dept.key] = [p for p in pool if (dept.key, p.cert) not in used]
        while all(len(free[d.key]) >= d.inspectors for d in self.plan.departments):
            number += 1
            members = {}
            for d in self.plan.departments:
                first, free[d.key] = free[d.key][: d.inspectors], free[d.key][d.inspectors:]
                members[d.key] = sorted(first, key=lambda p: p.ticket)
            teams.append(Team(number, day, members))
        return teams

    def of_days(self, serving):
        return [t for d in self.days for t in self.form(d, serving)]

    def most(self):
        return max(-(-len(p) // d.inspectors) for d, p in zip(self.plan.departments, self.pools))

    # ---- What they can do ----

    def team_free(self, team, d):
        if (team.day and team.day != d) or d in team.off:
            return 0
        return min(p.free(self.plan, d) for p in team.all)

    def room(self, d):
        if not hasattr(self, "possible"):
            self.possible = self.of_days(self.most()) if self.plan.daily else self.form(None)
        return sum(self.team_free(t, d) for t in self.possible)

    def left(self, team):
        """How many more in all, by max_load."""
        return min(
            max(0, d.max_load - p.load) if d.max_load else 10**6
            for d in self.plan.departments for p in team.members[d.key])

    def may_go(self, team, o, d):
        for dept in self.plan.departments:
            people = team.members[dept.key]
            if not all(self.may_sit(dept, p, o) for p in people):
                return False
            if not any(self.may_lead(dept, p, o) for p in people):
                return False
        return self.team_free(team, d) > 0 and self.left(team) > 0

    # ---- Which goes where ----

    def try_all(self, teams, options):
        """The least of all ways, or None."""
        best = None
        for way in itertools.product(*options):
            loads, places = {}, {}
            for (o, d, _), (t, cost) in zip(self.jobs, way):
                loads[t] = loads.get(t, 0) + 1
                places[t, d] = places.get((t, d), 0) + 1
            if any(n > self.left(teams[t]) for t, n in loads.items()):
                continue
            if any(n > self.team_free(teams[t], d) for (t, d), n in places.items()):
                continue
            squares = sum((t.load + loads.get(i, 0)) ** 2 for i, t in enumerate(teams))
            key = squares, sum(cost for _, cost in way)
            if best is None or key < best[0]:
                best = key, [t for t, _ in way]
        return best and best[1]

    def flow(self, teams, options):
        flow, at = ssjc2.Flow(), []
        much = HIGH * (len(self.jobs) + 3) ** 2
        for n, (o, d, _) in enumerate(self.jobs):
            flow.arc("source", ("job", n), 1)
            for t, cost in options[n]:
                at.append((n, t, flow.arc(("job", n), (t, d), 1, cost)))
        for i, t in enumerate(teams):
            most = 0
            for d in self.days:
                most += self.team_free(t, d)
                flow.arc((i, d), ("team", i), self.team_free(t, d))
            for load in range(t.load, t.load + min(most, self.left(t), len(self.jobs))):
                flow.arc(("team", i), "sink", 1, (2 * load + 1) * much)
        if flow.run("source", "sink") < len(self.jobs):
            return None
        chosen = {n: t for n, t, arc in at if flow.used(arc)}
        return [chosen[n] for n in range(len(self.jobs))]

    def team_levels(self, teams):
        """The level of a team at an object on a day, as a function."""
        homes = self.plan.group and self.homes(
            Stage(self.case.seed, "region"),
            lambda d: [t.number for t in teams if self.team_free(t, d)])

        def level(o, d, t):
            again = self.plan.rotate and any((o["id"], p.cert) in self.case.last for p in t.all)
            apart = self.plan.group and o[self.plan.group].encode() != homes.get((d, t.number))
            return (len(self.jobs) + 1) * bool(again) + bool(apart)

        return level

    def spread_teams(self, teams):
        stage = Stage(self.case.seed, "duty")
        for t in teams:
            there = [d for d in self.days if all(d in p.there for p in t.all)]
            kept = {s["date"] for s in self.kept if s["team"] == t.number}
            t.off = self.off_days(stage, t.number, there, kept)

    def choose(self, teams):
        """Which team each object gets, of these; None if there is no way."""
        stage, options, ways = Stage(self.case.seed, "team"), [], 1
        level = self.team_levels(teams)
        for o, d, _ in self.jobs:
            options.append([
                (i, level(o, d, t) * HIGH + stage.cost(o["id"], t.name()))
                for i, t in enumerate(teams)
                if self.may_go(t, o, d)])
            ways *= len(options[-1])
        if ways == 0:
            return None
        chosen = self.flow(teams, options)
        if ways <= MOST_WAYS:
            least = self.try_all(teams, options)
            assert least == chosen, "the flow is not the best of all ways"
            self.case.looked_at += 1
        return chosen

    def match_plan(self):
        teams = self.form(None)
        least = max(self.plan.teams or 1, len(self.going_on(None)[0]))
        spread = self.plan.spread and not self.plan.teams
        if spread:
            self.spread_teams(teams)
        for _ in range(2 if spread else 1):
            for n in range(min(least, len(teams)), len(teams) + 1):
                chosen = self.choose(teams[:n])
                if chosen is not None:
                    return teams, chosen
            for t in teams:
                t.off = set()
            self.unspread = {d.key for d in self.plan.departments}
        raise NoMatch("teams")

    def match_days(self):
        most, n = self.most(), self.plan.teams or 1
        for dept, pool in zip(self.plan.departments, self.pools):
            kept = max((i + 1 for i, p in enumerate(pool) if p.load), default=0)
            n = max(n, -(-kept // dept.inspectors))
        for n in range(min(n, most), most + 1):
            teams = self.of_days(n)
            chosen = self.choose(teams)
            if chosen is not None:
                return teams, chosen
        raise NoMatch("teams")

    def match_all(self):
        teams, chosen = self.match_days() if self.plan.daily else self.match_plan()
        for (o, d, _), t in zip(self.jobs, chosen):
            for dept in self.plan.departments:
                people = teams[t].members[dept.key]
                lead = next(p for p in people if self.may_lead(dept, p, o))
                for seat, p in enumerate([lead] + [p for p in people if p is not lead]):
                    self.seats.append({
                        "id": o["id"], "date": d, "team": teams[t].number, "dept": dept.key,
                        "seat": seat + 1, "duty": "assist" if seat else "lead", "cert": p.cert})


class Case(ssjc2.Case):
    looked_at = 0  # matches of which all ways were looked at

    def matched(self, objects, kept, start, today, teams, again=False):
        return Match(self, objects, kept, start, today, again)

    # ---- Substitutes ----

    def one_for(self, people, taken, seats):
        """Who takes all these seats, or None."""
        s, able = seats[0], []
        stage = Stage(self.seed, "substitute/" + s["dept"])
        name = "%s/%d" % (s["date"], s["team"]) if self.plan.daily else str(s["team"])
        days = {x["date"] for x in seats}
        for r in people:
            with_them = list(taken)
            for x in seats:
                if r["cert"] not in self.can(people, with_them, x):
                    break
                with_them.append(dict(x, cert=r["cert"]))
            else:
                elsewhere = any(
                    x["cert"] == r["cert"] and x["date"] in days and x["team"] != s["team"]
                    for x in taken)
                able.append((elsewhere, stage.cost(name, r["cert"]), r["cert"]))
        return min(able)[2] if able else None

    def fill_all(self, people, taken, seats):
        groups = {}
        for s in seats:
            key = s["team"], s["dept"], s["cert"], s["date"] if self.plan.daily else None
            groups.setdefault(key, []).append(s)
        for group in groups.values():
            one = self.one_for(people, taken, group)
            for s in group:
                taken.append(dict(s, cert=one) if one else self.fill(people, taken, s))

    # ---- Another day ----

    def may_visit(self, members, own, rest, d):
        """Could these go there on that day?"""
        for dept in self.plan.departments:
            seat = next(s for s in own if s["dept"] == dept.key)
            certs = set(members[dept.key])
            if not certs <= self.can(self.people, rest, dict(seat, date=d, seat=2)):
                return False
            if not certs & self.can(self.people, rest, dict(seat, date=d, seat=1)):
                return False
        return True

    def out_on(self, rest, d):
        """The teams of a day by their numbers: their objects, and who is in them."""
        stage, teams = Stage(self.seed, "date"), {}
        for s in rest:
            if s["date"] == d and s["duty"] != "expert":
                teams.setdefault(s["team"], []).append(s)
        for number, seats in teams.items():
            objects = {s["id"] for s in seats}
            last = max(objects, key=stage.ticket)
            teams[number] = len(objects), {
                dept.key: [s["cert"] for s in seats if s["id"] == last and s["dept"] == dept.key]
                for dept in self.plan.departments}
        return teams

    def further(self, rest, d, number):
        """More teams of a day, from that number on."""
        busy, free = {s["cert"] for s in rest if s["date"] == d}, {}
        for dept in self.plan.departments:
            stage = Stage(self.seed, "team/" + dept.key)
            free[dept.key] = sorted((
                r["cert"] for r in self.people
                if r["dept"] in (dept.key, dept.name) and r["expert"] != "yes"
                and r["status"] in ("", "active") and r["cert"] not in busy
                and Person(r, "", [d], [], dept).there
            ), key=lambda c: stage.ticket("%s/%s" % (d, c)))
        while all(len(free[x.key]) >= x.inspectors for x in self.plan.departments):
            yield number, {x.key: free[x.key][: x.inspectors] for x in self.plan.departments}
            for x in self.plan.departments:
                free[x.key] = free[x.key][x.inspectors:]
            number += 1

    def team_on(self, own, rest, d):
        stage, out = Stage(self.seed, "team"), self.out_on(rest, d)
        may = [
            (n, stage.cost(own[0]["id"], "%s/%d" % (d, number)), number)
            for number, (n, members) in out.items()
            if all(len(members[x.key]) == x.inspectors for x in self.plan.departments)
            and self.may_visit(members, own, rest, d)
        ]
        if may:
            number = min(may)[2]
            return number, out[number][1]
        for number, members in self.further(rest, d, max(out, default=0) + 1):
            if self.may_visit(members, own, rest, d):
                return number, members
        raise NoSeat("no team")

    def on_day(self, own, rest, d):
        if not self.plan.daily:
            return super().on_day(own, rest, d)
        number, members = self.team_on(own, rest, d)
        taken = list(rest)
        for dept in self.plan.departments:
            stage = Stage(self.seed, "inspector/" + dept.key)
            mine = [s for s in own if s["dept"] == dept.key]
            certs = sorted(members[dept.key], key=stage.ticket)
            leads = self.can(self.people, rest, dict(mine[0], date=d, seat=1))
            lead = next(c for c in certs if c in leads)
            certs = [lead] + [c for c in certs if c != lead]
            taken += [dict(s, date=d, team=number, cert=c) for s, c in zip(mine, certs)]
        return taken
