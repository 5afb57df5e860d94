"""Pages in a headless Chromium, driven through a pipe: the DevTools protocol without sockets.

As a module: with Browser() as b, page = b.open(path), page.run(javascript), page.give(files).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile


def chromium():
    """The browser's command, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    return None


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.requests, self.console, self.asked, self.failed = [], [], {}, []

    def send(self, method, **params):
        return self.browser.send(method, params, self.session)

    def run(self, script):
        """The value of an expression, awaited if it is a promise."""
        r = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in r:
            raise RuntimeError(r["exceptionDetails"].get("exception", r["exceptionDetails"]))
        return r["result"].get("value")

    def goto(self, url):
        self.send("Page.navigate", url=url)
        self.browser.wait(lambda m: m.get("method") == "Page.loadEventFired"
                          and m.get("sessionId") == self.session)

    def load(self, path, mark=""):
        """Another file in the same tab; not the same one with another mark."""
        self.goto("file://" + os.path.abspath(path) + mark)

    def give(self, files, field="files", said="audited"):
        """Choose files in the page's field, and wait for what it says of them."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector="#" + field)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[os.path.abspath(f) for f in files])
        return self.run("""new Promise(function (done) {
            (function look() {
                var e = document.getElementById("%s");
                if (e.getAttribute("data-result")) done(e.getAttribute("data-result") + "\\n" + e.innerText);
                else setTimeout(look, 20);
            }());
        })""" % said)

    def refused(self, url):
        """Did the page not load it, nor send anything there?"""
        return any(self.asked.get(r) == url for r in self.failed)

    def shot(self, path, **params):
        import base64
        png = self.send("Page.captureScreenshot", **params)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(png))

    def close(self):
        self.browser.send("Target.closeTarget", {"targetId": self.target})


class Browser:
    def __enter__(self):
        self.profile = tempfile.mkdtemp()
        to_read, self.to = os.pipe()
        self.back, to_write = os.pipe()

        def pipes():
            os.dup2(to_read, 1000)
            os.dup2(to_write, 1001)
            os.dup2(1000, 3)
            os.dup2(1001, 4)

        self.process = subprocess.Popen(
            [chromium(), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--disable-background-networking", "--disable-extensions",
             "--remote-debugging-pipe", "--user-data-dir=" + self.profile, "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=pipes)
        os.close(to_read)
        os.close(to_write)
        self.rest, self.number, self.seen, self.pages = b"", 0, [], {}
        return self

    def __exit__(self, *why):
        try:
            self.send("Browser.close", {})
        except (RuntimeError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.back, 1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        m = json.loads(one)
        page = self.pages.get(m.get("sessionId"))
        if page and m.get("method") == "Network.requestWillBeSent":
            page.requests.append(m["params"]["request"]["url"])
            page.asked[m["params"]["requestId"]] = m["params"]["request"]["url"]
        if page and m.get("method") == "Network.loadingFailed":
            page.failed.append(m["params"]["requestId"])
        if page and m.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
            page.console.append(json.dumps(m["params"], ensure_ascii=False))
        return m

    def wait(self, wanted):
        for i, m in enumerate(self.seen):
            if wanted(m):
                return self.seen.pop(i)
        while True:
            m = self.message()
            if wanted(m):
                return m
            self.seen.append(m)

    def send(self, method, params, session=None):
        self.number += 1
        n = self.number
        m = {"id": n, "method": method, "params": params}
        if session:
            m["sessionId"] = session
        os.write(self.to, json.dumps(m).encode() + b"\0")
        answer = self.wait(lambda a: a.get("id") == n)
        if "error" in answer:
            raise RuntimeError(method + ": " + answer["error"]["message"])
        return answer["result"]

    def open(self, path=None, mark="", script=True):
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self.pages[session] = Page(self, session, target)
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            page.send(domain + ".enable")
        if not script:
            page.send("Emulation.setScriptExecutionDisabled", value=True)
        if path:
            page.load(path, mark)
        return page


if __name__ == "__main__":
    print(chromium() or sys.exit("no browser"))
