#!/usr/bin/python3
"""file_servers.py sftp|ftps FOLDER: a server of files on a port of the loopback that is free.

It writes the port to FOLDER/port and ends with its parent. With a number in FOLDER/cut,
it goes away when so many bytes have come, as if it were switched off: of the next
connection by sftp, or of the next file by ftps. sftp is the sshd of this machine, with
FOLDER/sshd_config; ftps is as much of RFC 959 and 4217 as is needed here, with TLS from
the first byte on by FOLDER/https.pem and .key, for the user and password in FOLDER/user,
with the files in FOLDER/files.
"""

import ctypes
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading


def cut(folder):
    """After how many bytes to go away: once; none that anybody reaches otherwise."""
    path = os.path.join(folder, "cut")
    try:
        with open(path, encoding="ascii") as f:
            n = int(f.read())
        os.unlink(path)
        return n
    except FileNotFoundError:
        return 1 << 60


def say_port(folder, port):
    with open(os.path.join(folder, "port"), "w", encoding="ascii") as f:
        f.write("%d\n" % port)


def relay(source, target, left, both):
    """Pass on what comes, up to so many bytes; then nothing goes either way."""
    try:
        while left > 0:
            data = source.recv(min(65536, left))
            if not data:
                break
            target.sendall(data)
            left -= len(data)
    except OSError:
        pass
    for s in both if left <= 0 else (target,):
        try:
            s.shutdown(socket.SHUT_RDWR if left <= 0 else socket.SHUT_WR)
        except OSError:
            pass


def sftp(folder):
    listening = socket.create_server(("127.0.0.1", 0))
    say_port(folder, listening.getsockname()[1])
    while True:
        client, _ = listening.accept()
        ours, theirs = socket.socketpair()
        with open(os.path.join(folder, "log"), "ab") as log:
            subprocess.Popen(["/usr/sbin/sshd", "-i", "-e", "-f", os.path.join(folder, "sshd_config")],
                             stdin=theirs, stdout=theirs, stderr=log)
        theirs.close()
        both = (client, ours)
        for args in ((client, ours, cut(folder), both), (ours, client, 1 << 60, both)):
            threading.Thread(target=relay, args=args, daemon=True).start()


class Ftps:
    """One client: each command is a method that gives the answer to it."""

    def __init__(self, folder, tls, connection):
        self.folder, self.tls = folder, tls
        self.connection = tls.wrap_socket(connection, server_side=True)
        self.user = self.frm = self.listening = None
        self.safe = self.known = False

    def serve(self):
        self.say("220 double")
        lines = self.connection.makefile("r", encoding="utf-8", newline="\r\n")
        for line in lines:
            command, _, argument = line.rstrip("\r\n").partition(" ")
            f = getattr(self, "do_" + command.upper(), None)
            if not f:
                self.say("502 what?")
            elif not self.known and command.upper() not in ("USER", "PASS", "PBSZ", "PROT", "QUIT"):
                self.say("530 who are you?")
            elif not self.say(f(argument)):
                break

    def say(self, text):
        self.connection.sendall(text.encode() + b"\r\n")
        return not text.startswith("221")

    def path(self, name):
        return os.path.join(self.folder, "files", name.lstrip("/"))

    def do_USER(self, name):
        self.user = name
        return "331 and your password?"

    def do_PASS(self, password):
        with open(os.path.join(self.folder, "user"), encoding="ascii") as f:
            self.known = f.read().strip() == "%s:%s" % (self.user, password)
        return "230 come in" if self.known else "530 no"

    def do_PBSZ(self, _size):
        return "200 0"

    def do_PROT(self, level):
        self.safe = level == "P"
        return "200 so be it"

    def do_PWD(self, _none):
        return '257 "/"'

    def do_CWD(self, name):
        return "250 there" if os.path.isdir(self.path(name)) else "550 no such folder"

    def do_TYPE(self, _letter):
        return "200 so be it"

    def do_QUIT(self, _none):
        return "221 bye"

    def do_EPSV(self, _protocol):
        self.listening = socket.create_server(("127.0.0.1", 0))
        return "229 (|||%d|)" % self.listening.getsockname()[1]

    def do_STOR(self, name):
        if not self.safe:
            return "521 data is private"
        self.say("150 go on")
        data = self.tls.wrap_socket(self.listening.accept()[0], server_side=True)
        self.listening.close()
        left = cut(self.folder)
        with open(self.path(name), "wb", buffering=0) as f:
            while left > 0:
                piece = data.recv(min(4096, left))
                if not piece:
                    break
                f.write(piece)
                left -= len(piece)
        if left <= 0:
            data.close()
            raise OSError("switched off")
        # The other side waits for our good-bye, too.
        data.unwrap().close()
        return "226 all of it"

    def change(self, f, *names):
        try:
            f(*[self.path(n) for n in names])
        except OSError as e:
            return "550 %s" % e.strerror
        return "250 done"

    def do_DELE(self, name):
        return self.change(os.unlink, name)

    def do_RNFR(self, name):
        self.frm = name
        return "350 to what?"

    def do_RNTO(self, name):
        if os.path.exists(self.path(name)):
            return "553 there is one"  # as some servers say
        return self.change(os.rename, self.frm, name)


def ftps(folder):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*(os.path.join(folder, "https." + k) for k in ("pem", "key")))
    listening = socket.create_server(("127.0.0.1", 0))
    say_port(folder, listening.getsockname()[1])

    def client(connection):
        try:
            Ftps(folder, tls, connection).serve()
        except OSError:
            pass
        connection.close()

    while True:
        threading.Thread(target=client, args=(listening.accept()[0],), daemon=True).start()


def main():
    parent = os.getppid()
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() == parent:
        {"sftp": sftp, "ftps": ftps}[sys.argv[1]](os.path.abspath(sys.argv[2]))


if __name__ == "__main__":
    main()
