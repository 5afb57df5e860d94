"""What the page in the folder says of itself, and of copies on which something was changed.

Prints a line for each: its name, the verdict, and for each step that differs the step and the
first place. hashlib computes everything once more beside it.
"""

import csv
import hashlib
import html
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from page_browser import Browser  # noqa: E402
import page_receipts  # noqa: E402

PAGE = open("page.html", encoding="utf-8").read()


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


# ---- By hashlib ----

SEED = html.unescape(re.search(r"<pre>(ssjc-draw 1\n.*?)</pre>", PAGE, re.S).group(1))
KEY = sha(sha(SEED) + "/object")
ROW = re.compile(r'<tr data-role="(\w+)" data-sum="(\w+)">(.*?)</tr>\n')
ROWS = [m.groups() for m in ROW.finditer(PAGE)]


def row_text(cells):
    return html.unescape(re.sub(r"<[^>]*>", "", cells))


def codes(cells):
    return re.findall(r"<code>(.*?)</code>", cells)[:2]


def draw_again():
    """The list of the page, from the register and hashlib alone."""
    strata, gone = {}, {codes(c)[0] for role, _, c in ROWS if role == "removed"}
    seen = {r["id"] for r in csv.DictReader(open("history.csv", encoding="utf-8"))
            if r["date"].startswith("2023")}
    for r in csv.DictReader(open("objects.csv", encoding="utf-8")):
        strata.setdefault((r["category"], r["credit"]), []).append(r["id"])
    drawn = []
    for ids in strata.values():
        n = max(1, -(-len(ids) // 5))
        ids = sorted((i for i in ids if i not in seen), key=lambda i: sha(KEY + i))
        drawn += ids[:n + len(gone & set(ids))]
    return sorted(drawn, key=lambda i: sha(KEY + i))


def oracle():
    """Is all of the page that follows from its seed as hashlib has it?"""
    return (all(sha(KEY + codes(c)[0]) == codes(c)[1] for _, _, c in ROWS)
            and all(sha(row_text(c))[:16] == s for _, s, c in ROWS)
            and [codes(c)[0] for _, _, c in ROWS] == draw_again())


# ---- Changes ----

def once(old, new, page=PAGE):
    assert page.count(old) >= 1, old
    return page.replace(old, new, 1)


def row(n):
    return ROW.search(PAGE, [m.start() for m in ROW.finditer(PAGE)][n - 1]).group(0)


def of_role(role):
    return 1 + [r for r, _, _ in ROWS].index(role)


def other(digit):
    return "0" if digit != "0" else "1"


def digit_of_ticket(n):
    ticket = codes(row(n))[1]
    return once(ticket, ticket[:2] + other(ticket[2]) + ticket[3:])


def with_sums(page):
    """All sums right again: whoever can change a page can do this, too."""
    return ROW.sub(lambda m: '<tr data-role="%s" data-sum="%s">%s</tr>\n' % (
        m.group(1), sha(row_text(m.group(3)))[:16], m.group(3)), page)


def another_firm():
    """Row 1 names a firm that was not drawn, with its ticket, in its place, all in order."""
    listed = {codes(c)[0] for _, _, c in ROWS}
    firms = [r for r in csv.DictReader(open("objects.csv", encoding="utf-8"))
             if r["id"] not in listed and r["category"] == "货运"]
    was, rows = codes(row(1)), [m.group(0) for m in ROW.finditer(PAGE)]
    new = min(firms, key=lambda r: sha(KEY + r["id"]))
    name = re.search(r"row\">([^<]*)", row(1)).group(1)
    mine = row(1).replace(was[0], new["id"]).replace(was[1], sha(KEY + new["id"]))
    mine = mine.replace(name, new["name"])
    now = sorted([mine] + rows[1:], key=lambda r: codes(r)[1])
    now = [re.sub(r'序号">\d+', '序号">%d' % (i + 1), r) for i, r in enumerate(now)]
    return with_sums(once("".join(rows), "".join(now)))


def swapped_roles():
    """Another row is the replacement: everything on the page agrees."""
    a, b = row(of_role("replacement")), row(of_role("main"))
    remark = "替补（由抽查备选名单递补）"
    page = once(a, a.replace(remark, "").replace('"replacement"', '"main"'))
    return with_sums(once(b, b.replace('备注"></td>', '备注">%s</td>' % remark)
                          .replace('"main"', '"replacement"'), page))


SHARE = "share.1=" + "0" * 63
CHANGES = [
    ("as it is", PAGE),
    ("a digit of the seed", once(SHARE + "1\n", SHARE + "2\n")),
    ("M", once("应得 <code>" + sha(SEED)[:8], "应得 <code>" + "0" * 8)),
    ("a commitment", re.sub(r"(</td><td><code>)[0-9a-f]{8}", r"\g<1>00000000", PAGE, count=1)),
    ("a ticket", digit_of_ticket(3)),
    ("a code", once(row(3), row(3).replace(codes(row(3))[0], codes(row(4))[0]))),
    ("a name", once(row(4), row(4).replace("运输公司", "货运公司"))),
    ("a row is gone", once(row(2), "")),
    ("two rows are swapped", once(row(2) + row(3), row(3) + row(2))),
    ("a rank", once(row(5), row(5).replace('序号">5', '序号">6'))),
    ("a replacement is none", once("替补（由抽查备选名单递补）", "")),
    ("a removal is none", once('备注">抽中后经核对移出', '备注">')),
    ("the removed", re.sub(r"(id=\"removed\".*?<code>)9113", r"\g<1>9114", PAGE, count=1, flags=re.S)),
    ("how many were drawn", re.sub(r"户中抽取 (\d+) 户", "户中抽取 7 户", PAGE, count=1)),
    ("a category", re.sub(r"(货运</th><td class=\"n\">)\d+", r"\g<1>31", PAGE, count=1)),
]

SAYS = """(function (box) {
    var bad = box.querySelectorAll("li.bad, li.open");
    return [box.getAttribute("data-result")].concat(Array.prototype.map.call(bad, function (li) {
        var first = li.querySelector("ul li");
        return li.getAttribute("data-step") + ": " + (first ? first.textContent : "");
    }));
}(document.getElementById("%s")))"""


def show(name, says):
    # Digests as their first digits: the rest is of no help to who reads the case.
    print("%s: %s" % (name, re.sub(r"([0-9a-f]{8})[0-9a-f]{56}", r"\1…", "\n    ".join(says))))


def load(tab, page):
    load.n += 1
    name = "changed%d.html" % load.n
    with open(name, "w", encoding="utf-8") as f:
        f.write(page)
    tab.load(name, "#verify")


load.n = 0


def changes(tab):
    for name, page in CHANGES:
        load(tab, page)
        show(name, tab.run(SAYS % "checked"))


# ---- Registers ----

def written(name, text):
    os.makedirs("given", exist_ok=True)
    with open("given/" + name, "w", encoding="utf-8") as f:
        f.write(text)
    return "given/" + name


def registers(tab):
    objects = open("objects.csv", encoding="utf-8").read()
    lines = objects.splitlines(True)
    drawn = codes(row(of_role("main")))[0]
    of = [i for i, x in enumerate(lines) if drawn in x][0]
    gone = written("gone.csv", "".join(lines[:of] + lines[of + 1:]))
    moved = written("moved.csv", objects.replace(lines[of], lines[of].replace(",货运,", ",客运,")))
    broken = written("broken.csv", objects.replace(lines[of], lines[of].replace(",货运,", ",")))
    twice = written("twice.csv", objects + lines[of])
    seats = open("assigned.csv", encoding="utf-8").read().splitlines(True)
    turned = written("turned.csv", "".join(seats[:1] + seats[:0:-1]))
    later = written("later.csv", "".join(seats).replace("2023-06-14,", "2023-06-15,", 1))
    alone = written("alone.csv", seats[0] + "".join(s for s in seats[1:] if drawn not in s))
    few = "".join(open("inspectors.csv", encoding="utf-8").read().splitlines(True)[:1])
    for name, page, files in [
            ("the register", PAGE, ["objects.csv", "history.csv", "inspectors.csv"]),
            ("without the history", PAGE, ["objects.csv"]),
            ("the match, in another order", PAGE, [turned, "inspectors.csv"]),
            ("a visit on another day", PAGE, [later, "inspectors.csv"]),
            ("nobody visits one of them", PAGE, [alone]),
            ("the match of others", PAGE, ["assigned.csv", written("few.csv", few)]),
            ("a row of the register is gone", PAGE, [gone, "history.csv"]),
            ("a category in it is another", PAGE, [moved, "history.csv"]),
            ("a field in it is gone", PAGE, [broken, "history.csv"]),
            ("a row in it is there twice", PAGE, [twice, "history.csv"]),
            ("what was drawn instead of it", PAGE, ["drawn.csv", "history.csv"]),
            ("a firm that was not drawn", another_firm(), ["objects.csv", "history.csv"]),
            ("another replacement", swapped_roles(), ["objects.csv", "history.csv"])]:
        load(tab, page)
        if page != PAGE:
            show(name + ", by the page alone", tab.run(SAYS % "checked"))
        tab.give(files)
        show(name, tab.run(SAYS % "audited"))


def several(tab):
    """Pages of a draw from several registers, which are given all together."""
    page = open("several/page.html", encoding="utf-8").read()
    other = open("several/1.csv", encoding="utf-8").read().replace("name,id,", "id,name,", 1)
    for name, files in [
            ("two registers", ["several/0.csv", "several/1.csv", "history.csv"]),
            ("one of two registers", ["several/1.csv", "history.csv"]),
            ("one with another header", ["several/0.csv", written("other.csv", other), "history.csv"])]:
        load(tab, page)
        tab.give(files)
        says = tab.run(SAYS % "audited")
        # The seed is another one each time, but the registers are not.
        show(name, [re.sub("SHA-256 应为 .*", "SHA-256 应为 ", x) for x in says])


# ---- The page as people use it ----

def names(p):
    """Those of the fields and buttons that a screen reader has no name for."""
    nodes = p.send("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "textbox", "searchbox", "combobox", "link", "image", "progressbar", "table")
    return [n["role"]["value"] for n in nodes if n.get("role", {}).get("value") in roles[:6]
            and not n.get("name", {}).get("value")]


def use(b):
    p = b.open("page.html")
    look = ("document.getElementById('code').value = '%s';"
            "document.getElementById('lookup').requestSubmit();"
            "document.getElementById('answer').textContent")
    main, gone = codes(row(of_role("main")))[0], codes(row(of_role("removed")))[0]
    show("a code", [p.run(look % (" " + main.lower()))])
    show("that of one removed", [p.run(look % gone)])
    show("a wrong one", [p.run(look % (main[:-1] + other(main[-1])))])
    search = ("var s = document.getElementById('search'); s.value = '%s';"
              "s.dispatchEvent(new Event('input')); document.getElementById('shown').textContent")
    show("search", [p.run(search % main[-5:].lower())])
    show("search nothing", [p.run(search % "")])
    first = "document.querySelector('#drawn tbody td').textContent"
    p.run("document.querySelectorAll('#drawn button.sort')[0].click()")
    show("sorted from the end", [p.run(first), p.run(
        "document.querySelector('#drawn th').getAttribute('aria-sort')")])
    p.run("document.getElementById('check').click()")
    show("checked then", p.run(SAYS % "checked"))
    p.run("document.getElementById('language').click()")
    show("in English", [p.run("document.querySelector('#checked p').textContent"),
                        p.run("document.querySelector('h2').textContent")])
    show("fields without a name", names(p))
    p.send("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    show("a telephone's width", [str(p.run("document.documentElement.scrollWidth"))])
    p.run("var s = document.createElement('script'); s.textContent = 'window.foreign = 1';"
          "document.head.appendChild(s); new Image().src = 'https://192.0.2.1/';"
          "fetch('https://192.0.2.1/').catch(function () {})")
    show("a script from elsewhere", ["runs" if p.run("window.foreign") else "does not run"])
    p.give(["objects.csv", "history.csv"])
    show("requests", sorted({u.split(":")[0] for u in p.requests if "192.0.2.1" not in u}))
    show("sent", [u for u in p.requests if "192.0.2.1" in u and not p.refused(u)])
    p = b.open("page.html", script=False)
    show("without scripts", ["nothing to press" if not p.run(
        "Array.prototype.some.call(document.querySelectorAll('button, input, select, progress'),"
        "function (e) { return e.offsetParent; })") else "something to press"])


def main():
    print("hashlib agrees" if oracle() else "hashlib differs")
    with Browser() as b:
        tab = b.open()
        changes(tab)
        registers(tab)
        several(tab)
        page_receipts.cases(tab, show)
        use(b)


main()
