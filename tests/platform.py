#!/usr/bin/python3
"""platform.py [OPTION...] FOLDER: the double of a platform that takes uploaded results.

It listens on a port of the loopback that is free, writes its number to FOLDER/port, and
ends with its parent. An address is http://localhost:PORT/PROFILE/SPACE/…: the profile is
how a request must be signed (open, bearer, basic, gjzwfwpt, x-tif, sm2), and each space
is a platform of its own, empty at first. The signatures are checked by what is written
of them here, with the secrets in FOLDER, not by the code that makes them.

What it has is in FOLDER/platform.db, where a test reads it and gives orders:

  row        what it has, by key: exactly what a platform would have after all this
  change     every operation on a row that it took, in order
  request    every request that came, and what became of it
  wrong      what a client of its must not do, and did: no test may find any
  order_     what to do with the next request of a space; the first one is used up:
             INSERT INTO order_(space, what) VALUES ('s', '429 1')

What can be ordered, where “take” is what it does with a request that is not disturbed:

  take               ordinary; also when there is no order
  STATUS [N]         answer with it, take nothing; 429 and 503 ask to wait for N seconds
  STATUS date N      the same, as a date
  took STATUS        take, and answer with that status nevertheless
  code N             take nothing, and say so in the body, with the status 200
  echo               403, and say what the request's Authorization was, as some gateways do
  reject KEY...      take all rows but these, "*" for all of them
  stranger           take, and reject a row besides that is not in the batch
  drop, took drop    close the connection without an answer
  reset              the same by RST, when half of the request has come
  silence            say nothing until the client goes; also took silence
  half, cut          take; half of the answer's body; half of its header
  garbage            take; an answer with the status 200 that is not JSON
  empty              take; an answer with the status 200 and no body
  endless            take; an answer that does not end
  meet FOLDER        say so to the pipe FOLDER/came, and go on when FOLDER/go says so
  slow N             take; an answer that takes N seconds
  redirect URL       307
  kill, took kill    kill the client by SIGKILL; the second when the rows are taken
  answer kill N      take, answer, and kill the client N milliseconds later

  --https CERT KEY   serve https
  --no-keys          do not know Idempotency-Key, as most platforms do not: the rows of a
                     request that came before are taken once more
  --no-rows          do not answer with rows; status alone
"""

import base64
import csv
import ctypes
import datetime
import email.parser
import email.policy
import email.utils
import hashlib
import hmac
import http.server
import io
import json
import os
import re
import signal
import socket
import socketserver
import sqlite3
import ssl
import struct
import subprocess
import sys
import threading
import time
import urllib.parse
import xml.etree.ElementTree

SCHEMA = """
CREATE TABLE row(space, key, content, operation, batch, state, PRIMARY KEY(space, key));
CREATE TABLE change(n INTEGER PRIMARY KEY, space, key, operation, batch, state);
CREATE TABLE request(n INTEGER PRIMARY KEY, space, profile, method, path, header, idempotency,
    sha256, part, what, status);
CREATE TABLE answer(space, idempotency, sha256, body, PRIMARY KEY(space, idempotency));
CREATE TABLE wrong(space, what);
CREATE TABLE order_(n INTEGER PRIMARY KEY, space, what);
CREATE TABLE nonce(nonce PRIMARY KEY);
"""
KEYS = ("row_id", "记录标识", "record_unique_identity", "cd_id", "id")
OPERATIONS = ("operation", "操作", "cd_operation")
WINDOW = 300  # seconds that a client's clock may be wrong


class Refused(Exception):
    """A request that this platform does not take: its status, and why."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status, self.text = status, text


class Gone(Exception):
    """The connection was closed, and there is nothing to answer."""


# ---- Who sends it ----


def need(condition, text):
    if not condition:
        raise Refused(401, text)


def recent(seconds):
    need(abs(time.time() - seconds) <= WINDOW, "the time of the request is wrong")


class Signatures:
    """What each profile asks of the headers h and the body; it gives the body inside."""

    def __init__(self, folder, db):
        self.folder, self.db = folder, db

    def secret(self, name):
        with open(os.path.join(self.folder, name), "rb") as f:
            return f.read().strip()

    def once(self, nonce):
        """A nonce or a signature comes once, whatever is in the request."""
        try:
            self.db.execute("INSERT INTO nonce VALUES (?)", (nonce,))
        except sqlite3.IntegrityError:
            raise Refused(401, "this signature came before") from None

    def open(self, h, body):
        need("Authorization" not in h, "nobody asked who you are")
        return body

    def bearer(self, h, body):
        need(h.get("Authorization", "") == "Bearer " + self.secret("token").decode(), "wrong token")
        return body

    def basic(self, h, body):
        pair = base64.b64encode(self.secret("user")).decode()  # user:password
        need(h.get("Authorization", "") == "Basic " + pair, "wrong user or password")
        return body

    def gjzwfwpt(self, h, body):
        rid, sid, rtime = (h.get("gjzwfwpt_" + k, "") for k in ("rid", "sid", "rtime"))
        need(rid == self.secret("rid").decode(), "gjzwfwpt_rid is unknown")
        need(sid == self.secret("sid").decode(), "gjzwfwpt_sid is unknown")
        need(rtime.isdigit() and len(rtime) == 13, "gjzwfwpt_rtime is not in milliseconds")
        recent(int(rtime) / 1000)
        mac = hmac.new(self.secret("secret"), (sid + rid + rtime).encode(), hashlib.sha256)
        need(h.get("gjzwfwpt_sign", "") == base64.b64encode(mac.digest()).decode(), "gjzwfwpt_sign is wrong")
        return body

    def x_tif(self, h, body):
        at, nonce = h.get("x-tif-timestamp", ""), h.get("x-tif-nonce", "")
        need(h.get("x-tif-paasid", "") == self.secret("paasid").decode(), "x-tif-paasid is unknown")
        need(at.isdigit() and len(at) == 10, "x-tif-timestamp is not in seconds")
        recent(int(at))
        need(len(nonce) >= 8, "x-tif-nonce is too short")
        text = at.encode() + self.secret("token") + nonce.encode() + at.encode()
        need(h.get("x-tif-signature", "").lower() == hashlib.sha256(text).hexdigest(), "x-tif-signature is wrong")
        self.once(nonce)
        return body

    def sm2(self, _h, body):
        """The body is an envelope, in one of the ways that platforms have: the openssl command opens it."""
        try:
            e = json.loads(body)
            sealed, signature = decoded(e["encData"]), decoded(e["signData"])
        except (ValueError, KeyError, TypeError):
            raise Refused(401, "the body is not an envelope with encData and signData") from None
        need(e.get("appCode") == self.secret("appcode").decode(), "appCode is unknown")
        need((e.get("encType"), e.get("signType")) == ("SM4", "SM2"), "encType or signType is unknown")
        key = self.secret("sm4").decode().split()
        iv = key[1] if key[1:] else sealed[:16].hex()
        plain = openssl(["enc", "-d", "-sm4-cbc", "-K", key[0], "-iv", iv], sealed[0 if key[1:] else 16:])
        need(plain is not None, "encData cannot be decrypted")
        if len(signature) == 64:
            signature = der(signature)
        need(self.signed(plain, signature) or self.signed(e["encData"].encode(), signature), "signData is wrong")
        return plain

    def signed(self, text, signature):
        paths = [os.path.join(self.folder, k) for k in ("sm2.text", "sm2.sig")]
        for path, content in zip(paths, (text, signature)):
            with open(path, "wb") as f:
                f.write(content)
        return openssl(["pkeyutl", "-verify", "-pubin", "-inkey", os.path.join(self.folder, "sm2.pub"),
                        "-rawin", "-in", paths[0], "-sigfile", paths[1], "-digest", "sm3",
                        "-pkeyopt", "distid:1234567812345678"], b"") is not None


def decoded(text):
    """base64, or hexadecimal digits."""
    return bytes.fromhex(text) if re.fullmatch("[0-9a-f]+", text) else base64.b64decode(text, validate=True)


def der(raw):
    """A signature of two numbers as the SEQUENCE that openssl reads."""
    out = b""
    for half in (raw[:32], raw[32:]):
        n = half.lstrip(b"\0") or b"\0"
        n = b"\0" + n if n[0] & 0x80 else n
        out += bytes([2, len(n)]) + n
    return bytes([0x30, len(out)]) + out


def openssl(args, data):
    r = subprocess.run(["openssl", *args], input=data, capture_output=True, check=False)
    return None if r.returncode else r.stdout


# ---- What is in it ----


def multipart(kind, body):
    """The fields of a form, and the name and body of the one that is a file."""
    head = b"Content-Type: " + kind.encode() + b"\r\n\r\n"
    whole = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    fields, file = {}, None
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if part.get_filename():
            if file:
                raise Refused(400, "two files")
            file = part.get_filename(), part.get_content_type(), content
            fields[name] = "@" + part.get_filename()
        else:
            fields[name] = content.decode()
    if not file:
        raise Refused(400, "no file in the form")
    return fields, file


def rows_of(kind, name, body):
    """The batch's number, if it says it, and the rows: of each a key, an operation, a text."""
    try:
        text = body.decode("utf-8-sig")
        batch = ""
        if "json" in kind or name.endswith(".json"):
            whole = json.loads(text)
            batch, rows = whole.get("batch", ""), whole["rows"]
        elif "xml" in kind or name.endswith(".xml"):
            root = xml.etree.ElementTree.fromstring(text)
            batch = root.get("batch", "")
            rows = [{c.tag: c.text or "" for c in r} for r in root.iter("row")]
        else:
            tabs = "tab-separated" in kind or name.endswith(".tsv")
            rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",", strict=True))
    except (ValueError, KeyError, csv.Error, xml.etree.ElementTree.ParseError) as e:
        raise Refused(400, "the body cannot be read: %s" % e) from None
    out = []
    for r in rows:
        key = next((r[k] for k in KEYS if r.get(k)), None)
        operation = next((r[k] for k in OPERATIONS if r.get(k)), None)
        if not key or operation not in ("i", "u", "d"):
            raise Refused(422, "a row without a key or an operation: %s" % list(r))
        # Which batch it came in, and as which row of that, is not what it says.
        says = {k: v for k, v in r.items() if k not in OPERATIONS and k not in ("seq", "序号")}
        out.append((key, operation, json.dumps(says, ensure_ascii=False, sort_keys=True)))
    return batch, out


# ---- What becomes of it ----


class Platform:
    def __init__(self, folder, keys):
        self.keys = keys
        self.lock = threading.Lock()
        path = os.path.join(folder, "platform.db")
        fresh = not os.path.exists(path)
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = OFF")
        if fresh:
            self.db.executescript(SCHEMA)
        self.signatures = Signatures(folder, self.db)

    def order(self, space):
        with self.lock:
            r = self.db.execute("SELECT n, what FROM order_ WHERE space = ? ORDER BY n LIMIT 1", (space,)).fetchone()
            if not r:
                return ["take"]
            self.db.execute("DELETE FROM order_ WHERE n = ?", (r[0],))
            return r[1].split()

    def came(self, *values):
        with self.lock:
            self.db.execute("INSERT INTO request(space, profile, method, path, header, idempotency, sha256, "
                            "part, what) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            return self.db.execute("SELECT last_insert_rowid()").fetchone()[0]

    def became(self, n, status):
        with self.lock:
            self.db.execute("UPDATE request SET status = ? WHERE n = ?", (status, n))

    def wrong(self, space, text):
        self.db.execute("INSERT INTO wrong VALUES (?, ?)", (space, text))

    def take(self, space, idempotency, digest, batch, rows, rejected):
        """Take the rows, once for each Idempotency-Key; the answer says what of each."""
        with self.lock:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                return self.take_locked(space, idempotency, digest, batch, rows, rejected)
            finally:
                self.db.execute("COMMIT")

    def take_locked(self, space, idempotency, digest, batch, rows, rejected):
        before = self.db.execute("SELECT sha256, body FROM answer WHERE space = ? AND idempotency = ?",
                                 (space, idempotency)).fetchone()
        if before and before[0] != digest:
            self.wrong(space, "other bytes with the same Idempotency-Key %s" % idempotency)
            raise Refused(422, "other bytes with the same Idempotency-Key")
        if before and self.keys:
            return before[1]
        if before:
            # It may not know the batch, but thinks of its rows as it did.
            said = json.loads(before[1])["data"]["rows"]
            rejected = [r["id"] for r in said if r["state"] == "0"]
        if len({r[0] for r in rows}) != len(rows):
            self.wrong(space, "a row is twice in batch %s" % batch)
        said = [self.take_row(space, before, batch, *r, rejected) for r in rows]
        body = json.dumps({"code": 200, "message": "ok", "data": {"batch": batch, "rows": said}}, ensure_ascii=False)
        self.db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", (space, idempotency, digest, body))
        return body

    def take_row(self, space, before, batch, key, operation, content, rejected):
        has = self.db.execute("SELECT operation, state FROM row WHERE space = ? AND key = ?", (space, key)).fetchone()
        # A row that it rejected it has seen, too; what it has of it stays as it was.
        if not before and (operation == "i") == bool(has and has[0] != "d"):
            self.wrong(space, "%s of %s, of which it has %s" % (operation, key, has))
        no = key in rejected or "*" in rejected
        state = "rejected" if no else "accepted"
        self.db.execute("INSERT INTO change(space, key, operation, batch, state) VALUES (?, ?, ?, ?, ?)",
                        (space, key, operation, batch, state))
        if not no:
            self.db.execute("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?, ?)",
                            (space, key, content, operation, batch, state))
        elif not has:
            self.db.execute("INSERT INTO row VALUES (?, ?, NULL, ?, ?, ?)", (space, key, operation, batch, state))
        else:
            self.db.execute("UPDATE row SET state = ? WHERE space = ? AND key = ?", (state, space, key))
        at = datetime.datetime.now().strftime("%Y-%m-%d %H:%M:%S")
        if no:
            return {"id": key, "state": "0", "error": "E01", "text": "日期有误", "time": at}
        return {"id": key, "state": "1", "error": "", "text": "", "time": at}


def process_of(port):
    """Which process has the loopback's connection that begins at that port."""
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table, encoding="ascii") as f:
            for line in f.readlines()[1:]:
                c = line.split()
                if int(c[1].rsplit(":", 1)[1], 16) == port and c[9] != "0":
                    found = process_with("socket:[%s]" % c[9])
                    if found:
                        return found
    return None


def process_with(link):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            for fd in os.listdir("/proc/%s/fd" % pid):
                if os.readlink("/proc/%s/fd/%s" % (pid, fd)) == link:
                    return int(pid)
        except OSError:
            continue
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 120
    platform = None
    plain_answer = False

    def log_message(self, *_args):
        pass

    def do_POST(self):
        # To a proxy, the whole address is said.
        _, profile, space = (urllib.parse.urlsplit(self.path).path.split("/") + ["", ""])[:3]
        what = self.platform.order(space)
        n = None
        try:
            body = self.read_body(what)
            n = self.platform.came(space, profile, self.command, self.path, json.dumps(dict(self.headers.items())),
                                   self.headers.get("Idempotency-Key", ""), hashlib.sha256(body).hexdigest(), "",
                                   " ".join(what))
            status, answer, headers = self.serve(n, profile, space, what, body)
        except Refused as e:
            status, headers = e.status, {}
            answer = json.dumps({"code": e.status, "message": e.text}, ensure_ascii=False)
        except (Gone, ConnectionError, ssl.SSLError):
            self.close_connection = True
            return
        try:
            self.answer(what, status, answer.encode(), headers)
        except (Gone, OSError):
            self.close_connection = True
        if n:
            self.platform.became(n, status)

    do_PUT = do_POST

    def do_GET(self):
        self.answer(["take"], 405, b"", {"Allow": "POST, PUT"})

    def read_body(self, what):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            raise Refused(411, "no Content-Length")
        if what[0] == "reset":
            self.rfile.read(int(length) // 2)
            self.reset()
        return self.rfile.read(int(length))

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())  # the files of rfile and wfile do not keep it open
        raise Gone

    def drop(self):
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()
        raise Gone

    def client_gone(self):
        """Wait until the client has closed the connection, or a minute."""
        self.connection.settimeout(60)
        try:
            while self.connection.recv(4096):
                pass
        except OSError:
            pass
        self.drop()

    def kill(self):
        pid = process_of(self.client_address[1])
        if pid and pid != os.getpid():
            os.kill(pid, signal.SIGKILL)

    def serve(self, n, profile, space, what, body):
        if what[0].isdigit():
            return int(what[0]), json.dumps({"code": int(what[0]), "message": "ordered"}), retry_after(what[1:])
        if what[0] == "code":
            return 200, json.dumps({"code": int(what[1]), "message": "没有收下\r\n\x1b[2J"}), {}
        if what[0] == "echo":
            said = "不允许：Authorization: %s" % self.headers.get("Authorization")
            return 403, json.dumps({"code": said, "message": said}), {}
        if what[0] == "redirect":
            return 307, "", {"Location": what[1]}
        if what[0] == "drop":
            self.drop()
        if what[0] == "silence":
            self.client_gone()
        if what[0] == "kill":
            self.kill()
            self.drop()
        if what[0] == "meet":
            with open(os.path.join(what[1], "came"), "w", encoding="ascii") as f:
                f.write("%s\n" % (process_of(self.client_address[1]) or ""))
            with open(os.path.join(what[1], "go"), encoding="ascii") as f:
                f.read()
        answer = self.take(n, profile, space, what, body)
        if what[0] == "took":
            if what[1] == "drop":
                self.drop()
            if what[1] == "silence":
                self.client_gone()
            if what[1] == "kill":
                self.kill()
                self.drop()
            return int(what[1]), json.dumps({"code": int(what[1]), "message": "ordered"}), {}
        if what[0] == "garbage":
            return 200, "<html><body>系统维护</body></html>", {"Content-Type": "text/html"}
        if what[0] == "empty":
            return 200, "", {}
        return 200, answer, {}

    def take(self, n, profile, space, what, body):
        check = getattr(self.platform.signatures, profile.replace("-", "_"), None)
        if profile not in ("open", "bearer", "basic", "gjzwfwpt", "x-tif", "sm2") or not check:
            raise Refused(404, "no such service")
        with self.platform.lock:
            body = check(self.headers, body)
        kind, name = self.headers.get("Content-Type", ""), urllib.parse.urlsplit(self.path).path
        if kind.startswith("multipart/form-data"):
            fields, (name, kind, body) = multipart(kind, body)
            with self.platform.lock:
                self.platform.db.execute("UPDATE request SET part = ? WHERE n = ?",
                                         (json.dumps(fields, ensure_ascii=False), n))
        batch, rows = rows_of(kind, name, body)
        idempotency = self.headers.get("Idempotency-Key", "")
        if not idempotency:
            raise Refused(400, "no Idempotency-Key")
        digest = hashlib.sha256(body).hexdigest()
        rejected = what[1:] if what[0] == "reject" else []
        answer = self.platform.take(space, idempotency, digest, batch, rows, rejected)
        if what[0] == "stranger":
            whole = json.loads(answer)
            whole["data"]["rows"].append({"id": "0" * 32, "state": "0", "error": "E99", "text": "", "time": ""})
            answer = json.dumps(whole)
        return "" if self.plain_answer else answer

    def answer(self, what, status, body, headers):
        if what[0] == "endless":
            headers = {**headers, "Content-Type": "application/json"}
            self.send(status, headers, None, b"[")
            while True:
                self.wfile.write(b" " * 65536)
        if what[0] == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: appl")
            self.drop()
        if what[0] == "half":
            self.send(status, headers, len(body), body[: len(body) // 2])
            self.drop()
        if what[0] == "slow":
            self.send(status, headers, len(body), b"")
            for i in range(10):
                time.sleep(float(what[1]) / 10)
                self.wfile.write(body[len(body) * i // 10: len(body) * (i + 1) // 10])
            return
        self.send(status, headers, len(body), body)
        if what[:2] == ["answer", "kill"]:
            time.sleep(float(what[2]) / 1000)
            self.kill()

    def send(self, status, headers, length, body):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


def retry_after(words):
    if not words:
        return {}
    if words[0] == "date":
        return {"Retry-After": email.utils.formatdate(time.time() + float(words[1]), usegmt=True)}
    return {"Retry-After": words[0]}


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64
    tls = None

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (OSError, ValueError)):
            super().handle_error(request, client_address)

    def finish_request(self, request, client_address):
        if self.tls:
            # In the thread of the connection: a client that refuses us holds up nobody.
            request.settimeout(60)
            request = self.tls.wrap_socket(request, server_side=True)
        self.RequestHandlerClass(request, client_address, self)


def main():
    args = sys.argv[1:]
    parent = os.getppid()
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        return
    tls, keys = None, True
    while args and args[0].startswith("--"):
        if args[0] == "--https":
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(args[1], args[2])
            del args[:2]
        elif args[0] == "--no-keys":
            keys = False
        elif args[0] == "--no-rows":
            Handler.plain_answer = True
        else:
            sys.exit("platform.py: no such option: " + args[0])
        del args[0]
    if len(args) != 1:
        sys.exit(__doc__)
    Handler.platform = Platform(args[0], keys)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.tls = tls
        with open(os.path.join(args[0], "port"), "w", encoding="ascii") as f:
            f.write("%d\n" % server.server_address[1])
        server.serve_forever()


if __name__ == "__main__":
    main()
