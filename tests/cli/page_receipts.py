"""Receipts that are given to the page in the folder: honest ones, changed ones, and what is none.

tests/second/receipts.py makes trees that were never published, and receipts of them.
"""

import csv
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../second"))
from receipts import Register, code, sha  # noqa: E402

#: What the page says of what is pasted, one after another; all it says is of one task.
PASTE = """(function (all) {
    var box = document.getElementById("receipt-said");

    return all.map(function (words) {
        if (words !== null) {
            document.getElementById("receipt-clear").click();
            document.getElementById("receipt-code").value = words;
            document.getElementById("receipt-form").requestSubmit();
        }
        return [box.getAttribute("data-result"), box.querySelector(".verdict").textContent].concat(
            Array.prototype.map.call(box.querySelectorAll("li.bad"), function (li) {
                return li.getAttribute("data-step") + ": " + li.querySelector("ul li").textContent;
            }));
    });
}(%s))"""


def by_codes(tab, words):
    """What the page says of each of these when it is pasted; of None, what it says now."""
    return tab.run(PASTE % json.dumps(words))


def by_file(tab, content):
    """What it says of a file."""
    with open("given.receipt", "wb") as f:
        f.write(content.encode() if isinstance(content, str) else content)
    tab.run("document.getElementById('receipt-clear').click()")
    tab.give(["given.receipt"], "receipt-file", "receipt-said")
    return by_codes(tab, [None])[0]


def get(text, key):
    return re.search("^%s=(.*)$" % re.escape(key), text, re.M).group(1)


def put(text, key, value):
    assert get(text, key) != value, key
    return re.sub("^(%s=).*$" % re.escape(key), lambda m: m.group(1) + value, text, flags=re.M)


def flipped(text, key):
    """Its last digit is another one."""
    value = get(text, key)
    return put(text, key, value[:-1] + ("0" if value[-1] != "0" else "1"))


# ---- Trees ----

def secret():
    db = sqlite3.connect("file:lab.db?mode=ro", uri=True)
    kept = [r[0] for r in db.execute("SELECT content FROM file WHERE kind = 'salt' ORDER BY event")]
    return [x.decode() if isinstance(x, bytes) else x for x in kept if x][-1]


def rows_of(status="active"):
    seen = {r["id"] for r in csv.DictReader(open("history.csv", encoding="utf-8"))}
    return [(o["id"], status, o["category"] + ";" + o["credit"], o["id"] in seen)
            for o in csv.DictReader(open("objects.csv", encoding="utf-8"))]


def tree(rows, number=1, size=lambda n: -(-n // 5)):
    return Register("LAB-1", number, secret(), open("seed.txt", encoding="utf-8").read(), rows,
                    size, ["revoked"], lambda n: -(-n // 2))


# ---- What is given ----

def changed(t, drawn, listed):
    """One thing of the receipt t, which was not drawn, is another; drawn and listed are two others."""
    other = get(drawn, "id")
    more = str(int(get(t, "population")) + 1)
    return [
        ("another stratum", put(t, "of", "客运;D")),
        ("another N", put(t, "population", more)),
        ("another n", put(t, "n", get(t, "population"))),
        ("how many could be drawn", put(t, "eligible", more)),
        ("a threshold that leaves it out", put(drawn, "threshold", "0" * 64)),
        ("nobody drawn", put(put(drawn, "threshold", ""), "main", "0")),
        ("another ticket", put(t, "ticket", get(drawn, "ticket"))),
        ("another rank", put(t, "rank", "1")),
        ("no rank", put(t, "rank", "0")),
        ("another salt", flipped(t, "row.salt")),
        ("a hash of the path", flipped(t, "row.path")),
        ("a hash of the stratum's path", flipped(t, "stratum.path")),
        ("a path cut short", put(t, "row.path", get(t, "row.path")[64:])),
        ("a leaf after the last", put(t, "row.leaf", get(t, "rows"))),
        ("the root of the register", flipped(t, "register")),
        ("the root of the strata", flipped(t, "table")),
        ("another seed", flipped(t, "seed")),
        ("as another firm's", put(t, "id", other)),
        ("another standing", put(re.sub("^rank=.*\n", "", t, flags=re.M), "standing", "repeated")),
        ("another plan", put(t, "plan", "LAB-2")),
        ("a replacement as drawn", put(listed, "rank", "1")),
    ]


def trees(t, drawn):
    """Receipts of trees that were not published."""
    one, two = get(t, "id"), get(drawn, "id")
    rows = rows_of()
    without = [r for r in rows if r[0] != two] + [(two[:-1] + "!", "active", "货运;A", False)]
    return [
        ("another draw", tree(rows, number=2).receipt(one)),
        ("a tree without another firm", tree(without).receipt(one)),
        ("more firms than the page says", tree(rows + [("X%d" % k, "active", "货运;A", False)
                                                       for k in range(9)]).receipt(one)),
        ("another table of the same register", tree(rows, size=lambda n: 1).receipt(one)),
    ]


def files(t):
    """Files that are not receipts, byte by byte."""
    words = t.encode()
    return [
        ("empty", b""),
        ("the last line end is gone", words[:-1]),
        ("not UTF-8", words.replace("货运".encode(), "货运".encode("gbk"))),
        ("a workbook", b"PK\3\4\xff\xfe" + bytes(100)),
        ("written by Windows", words.replace(b"\n", b"\r\n")),
        ("junk of 10 MB", os.urandom(1 << 16) * 160),
    ]


def pasted(t):
    """What is pasted: a text or a code, whole or not."""
    words = code(t)
    return [
        ("the text", t),
        ("a text without its last lines", t[:t.index("strata=")]),
        ("a text cut within a line", t[:500]),
        ("a line too many", t + "rank=1"),
        ("a field too many", t.replace("draw=1\n", "draw=1\nnote=x\n")),
        ("a number with a zero before it", t.replace("\nrank=", "\nrank=0")),
        ("a number of 20 digits", t.replace("\nrows=", "\nrows=1000000000000000000")),
        ("an unknown standing", t.replace("=in\n", "=maybe\n")),
        ("JSON", '{"plan": "LAB-1"}'),
        ("a page", open("page.html", encoding="utf-8").read()),
        ("a code in lines with blanks", "  " + "\n".join(words[k:k + 40] + " "
                                                        for k in range(0, len(words), 40))),
        ("a code with blanks of other kinds", words[:30] + "\u3000\u00a0\u200b" + words[30:] + "\ufeff"),
        ("one character is gone", words[:99] + words[100:]),
        ("the end is gone", words[:-40]),
        ("only its beginning", words[:15]),
        ("more than it has", words + "AAAAAAAA"),
        ("small letters", words[:20] + words[20:].lower()),
        ("another character", words[:50] + "1" + words[51:]),
        ("nothing", " \n"),
    ]


def without_digits(show):
    """The secret of the trees is another each time: show no hash, nor where a leaf is."""
    def plain(name, says):
        show(name, [re.sub("[0-9a-f]{16,}", "…", re.sub("位置 [0-9]+|是 [0-9]+ 步", "…", x)) for x in says])
    return plain


def cases(tab, show):
    """All of these in one tab, and a page whose root is another."""
    show = without_digits(show)
    texts = {name[:-8]: open("R/" + name, encoding="utf-8").read() for name in os.listdir("R")}
    page = open("page.html", encoding="utf-8").read()
    listed = dict(re.findall(r'data-role="(\w+)" data-sum.*?<code>(\w+)</code>', page))
    main, gone, came = (texts[listed[role]] for role in ("main", "removed", "replacement"))
    t = next(x for i, x in sorted(texts.items()) if "standing=in" in x and i not in page
             and int(get(x, "rank")) > int(get(x, "main")) + int(get(x, "reserve")))
    again = next(x for x in texts.values() if "standing=repeated" in x)

    tab.load("page.html")
    print("receipts that are good: %d" % [
        says[0] for says in by_codes(tab, [code(x) for x in texts.values()])].count("good"))
    for name, x in [("drawn", main), ("not drawn", t)]:
        show("file, " + name, by_file(tab, x))
    for name, x in files(t):
        show("file, " + name, by_file(tab, x))
    for cases_of in ([("removed since", gone), ("a replacement", came), ("inspected this year", again)],
                     changed(t, main, came) + trees(t, main)):
        for (name, _), says in zip(cases_of, by_codes(tab, [code(x) for _, x in cases_of])):
            show("receipt, " + name, says[:1] + says[1 + (says[0] == "bad"):])
    for (name, _), says in zip(pasted(t), by_codes(tab, [x for _, x in pasted(t)])):
        show("pasted, " + name, says)
    other_pages(tab, page, show, main, came, t)
    excluded(tab, page, show)


def other_pages(tab, page, show, main, came, t):
    """Pages whose list, seed or root is not what an honest receipt says."""
    ids, root = [get(x, "id") for x in (main, came, t)], re.search('root">(.*?)<', page).group(1)
    row, came_row = (re.search(r"<tr data-role=(?:(?!</tr>).)*%s.*?</tr>\n" % i, page).group(0) for i in ids[:2])
    for name, x, changed_page in [
            ("drawn, and not listed", main, page.replace(row, "")),
            ("drawn, and listed as a replacement", main, page.replace(row, row.replace("main", "replacement"))),
            ("a replacement, listed as drawn", came, page.replace(came_row, came_row.replace("replacement", "main"))),
            ("a replacement that is not in reserve", t, page.replace(came_row, came_row.replace(ids[1], ids[2]))),
            ("not drawn, but listed", t, page.replace(row, row.replace(ids[0], ids[2]))),
            ("a replacement, removed since", came, page.replace(came_row, came_row.replace("replacement", "removed"))),
            ("not in reserve, listed as removed", t,
             page.replace(came_row, came_row.replace(ids[1], ids[2]).replace("replacement", "removed"))),
            ("another seed on the page", main, page.replace("share.1=0", "share.1=1")),
            ("another root on the page", main, page.replace("root\">" + root[0], "root\">x"))]:
        with open("another.html", "w", encoding="utf-8") as f:
            f.write(changed_page)
        tab.load("another.html")
        says = by_codes(tab, [code(x)])[0]
        show("receipt, " + name, says[:1] + says[2:])


def excluded(tab, page, show):
    """A tree of a register in which one firm is excluded, and a page with its root."""
    rows = rows_of()
    rows[4] = (rows[4][0], "revoked", rows[4][2], False)
    other = tree(rows)
    for known, drawn in (("root\">", True), ("抽取前承诺的为 <code>", False)):
        was = re.search(known + "([0-9a-f]{64})", page).group(1)
        page = page.replace(was, sha(other.roots(drawn)).hex())
    with open("other.html", "w", encoding="utf-8") as f:
        f.write(page)
    tab.load("other.html")
    show("receipt, excluded", by_file(tab, other.receipt(rows[4][0])))
    tab.run("document.getElementById('language').click()")
    show("in English", by_codes(tab, [None])[0] + [tab.run("document.getElementById('receipt').lang")])
    show("of the page before", by_codes(tab, [code(tree(rows_of()).receipt(rows[5][0]))])[0])
