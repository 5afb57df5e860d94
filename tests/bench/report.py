"""report.py RUNS TREE DATE MODULES: what tests/bench/measure.sh wrote, as JSON.

	date, commit, compiler, flags, runs
	machine     cpu, cores, memory_mib, kernel, system, load of the last minute
	versions    of each peer; null where it is not installed
	rows        in the order of the table:
	    group, name, rows
	    ours    name, command, and medians: wall and cpu in seconds, peak_kib
	    against the peer's name, or null where there is none
	    peer    the same as ours, or null where it is not installed or there is none
	    ratio   the median of ratios, our wall time by the peer's, of each pair; ratios: all
	    cpu_ratio   the same of processor times

A figure that is not known is null.
"""

import importlib.metadata
import itertools
import json
import os
import re
import statistics
import subprocess
import sys

FIELDS = ["row", "group", "what", "rows", "side", "name", "need", "command", "wall", "cpu", "peak_kib"]

#: How commands say their version, where it is not --version.
SAY = {"openssl": ["openssl", "version"], "soffice": ["soffice", "--headless", "--version"],
       "postgresql": ["sh", "-c", "for p in /usr/lib/postgresql/*/bin/postgres; do $p --version; done"],
       "lemon": ["sed", "-n", "s/.*define LEMON_VERSION *//p", "/usr/include/lemon/config.h"]}


def say(*command, cwd=None):
    """The first line that a command prints, or None."""
    try:
        out = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return out.decode("utf-8", "replace").strip().split("\n")[0].strip('" ') or None


def version(need, modules):
    kind, _, name = need.partition("/")
    try:
        if kind == "py":
            return importlib.metadata.version(name)
        if kind == "npm":
            with open(os.path.join(modules, name, "package.json"), encoding="utf-8") as f:
                return json.load(f)["version"]
    except (OSError, importlib.metadata.PackageNotFoundError):
        return None
    said = say(*SAY.get(named(need), [named(need), "--version"]))
    number = re.search(r"\d+(\.\d+)+", said or "")
    return number.group(0) if number else said


def line_of(path, pattern):
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            found = re.search(pattern, f.read(), re.M)
    except OSError:
        return None
    return found.group(1).strip() if found else None


def machine():
    memory, load = line_of("/proc/meminfo", r"^MemTotal:\s*(\d+)"), line_of("/proc/loadavg", r"^(\S+)")
    return {
        "cpu": line_of("/proc/cpuinfo", r"^model name\s*:(.*)"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": memory and int(memory) // 1024,
        "kernel": " ".join((os.uname().sysname, os.uname().release, os.uname().machine)),
        "system": line_of("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)'),
        "load": load and float(load),
    }


def median(numbers, digits=3):
    known = [x for x in numbers if x is not None]
    return round(statistics.median(known), digits) if known and len(known) == len(numbers) else None


def ratios(ours, peer, figure):
    """Of each pair; none where a command took less than can be measured."""
    return [round(a[figure] / b[figure], 4) for a, b in zip(ours, peer) if a[figure] and b[figure]]


def side(runs, tidy):
    peak = median([r["peak_kib"] for r in runs], 0)
    return {"name": tidy(runs[0]["name"]), "command": tidy(runs[0]["command"]), "wall": median([r["wall"] for r in runs]),
            "cpu": median([r["cpu"] for r in runs]), "peak_kib": None if peak is None else int(peak)}


def row(runs, tidy):
    ours, peer = ([r for r in runs if r["side"] == s] for s in ("ours", "peer"))
    against, there = peer[0]["name"] or None, [r for r in peer if r["command"]]
    wall, cpu = (ratios(ours, there, f) for f in ("wall", "cpu"))
    return {"group": runs[0]["group"], "name": runs[0]["what"], "rows": int(runs[0]["rows"]), "runs": len(ours),
            "ours": side(ours, tidy), "against": against, "peer": side(there, tidy) if there else None,
            "ratio": median(wall, 4), "ratios": wall, "cpu_ratio": median(cpu, 4)}


def read(path):
    """The runs of each row."""
    with open(path, encoding="utf-8") as f:
        runs = [dict(zip(FIELDS, line.rstrip("\n").split("\t"))) for line in f]
    for r in runs:
        r.update((figure, float(r[figure]) if r[figure] else None) for figure in FIELDS[-3:])
    return [list(g) for _, g in itertools.groupby(runs, lambda r: r["row"])]


def named(need):
    """What is needed as versions call it: a command or a package."""
    kind, _, name = need.partition("/")
    return name.rpartition("/")[2] if not kind else name or kind


def main(path, tree, date, modules):
    tidied = [(tree + "/", ""), (os.environ.get("SSJC_BIN", tree + "/build") + "/", "")]

    def tidy(command):
        for long, short in tidied:
            command = command.replace(long, short)
        return command

    rows = read(path)
    needs = sorted({r["need"] for runs in rows for r in runs if r["need"]})
    compiler = os.environ.get("CC", "cc").split()
    json.dump({
        "date": date,
        "commit": say("git", "describe", "--always", "--dirty", "--tags", cwd=tree),
        "compiler": say(*compiler, "--version"),
        "flags": os.environ.get("CFLAGS"),
        "machine": machine(),
        "versions": {named(n): version(n, modules) for n in needs},
        "rows": [row(runs, tidy) for runs in rows],
    }, sys.stdout, ensure_ascii=False, indent=1)
    print()


main(*sys.argv[1:])
