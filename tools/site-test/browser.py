"""A headless Chromium over the DevTools protocol's pipe (file descriptors 3 and 4, messages ended by NUL). Standard library only."""
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time


class Browser:
    """One browser with a profile of its own, which goes when it is closed."""

    patience = 60  # seconds for one answer; a page that hangs is a failure, never a wait

    def __init__(self, program, *flags):
        self.profile = tempfile.mkdtemp(prefix="site-test-profile-")
        (read_there, self.write), (self.read, write_there) = os.pipe(), os.pipe()

        def place():
            # Above 4 first, so that neither copy overwrites the other's source.
            sources = [os.dup2(fd, 50 + i) for i, fd in enumerate((read_there, write_there))]
            for source, target in zip(sources, (3, 4)):
                os.dup2(source, target, inheritable=True)
                os.close(source)

        arguments = [
            program, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "--no-first-run", "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", *flags, "about:blank"]
        if os.geteuid() == 0:
            arguments.insert(1, "--no-sandbox")  # Chromium's sandbox refuses root
        self.process = subprocess.Popen(
            arguments, preexec_fn=place, close_fds=False, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_there)
        os.close(write_there)
        self.buffer, self.number, self.events = b"", 0, []

    def close(self):
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (OSError, EOFError, RuntimeError, subprocess.TimeoutExpired):
            pass
        finally:
            # The browser's helpers outlive it a little and write into the profile; they are of its session, which is ours to end.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            os.close(self.read)
            os.close(self.write)
            for _ in range(50):
                shutil.rmtree(self.profile, ignore_errors=True)
                if not os.path.exists(self.profile):
                    break
                time.sleep(0.1)

    def send(self, method, session=None, **parameters):
        """The result of one command. Events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self.write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + self.patience
        while True:
            answer = self.message(deadline)
            if answer.get("id") != self.number:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def message(self, deadline):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.read], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self.read, 1 << 20)
            if not piece:
                raise EOFError("the browser ended")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)


class Page:
    """One tab, at an address, with all that it asked of the network and complained about."""

    def __init__(self, browser, address, width=1280, height=900):
        self.browser = browser
        self.target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.send("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def close(self):
        self.browser.send("Target.closeTarget", targetId=self.target)

    def value(self, expression):
        """What an expression comes to, promises awaited, as JSON."""
        result = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description") or result["exceptionDetails"]["text"])
        return result["result"].get("value")

    def wait(self, expression):
        deadline = time.monotonic() + self.browser.patience
        while not self.value(expression):
            if time.monotonic() > deadline:
                raise TimeoutError(expression)
            time.sleep(0.02)

    def middle(self, selector):
        name = json.dumps(selector)
        self.value(f"document.querySelector({name}).scrollIntoView({{ block: 'center', behavior: 'instant' }})")
        return self.value(f"(() => {{ const r = document.querySelector({name}).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }})()")

    def choose(self, selector, *paths):
        """As a person does: a click, and the file dialogue."""
        self.send("Page.setInterceptFileChooserDialog", enabled=True)
        x, y = self.middle(selector)
        before = len(self.happened("Page.fileChooserOpened"))
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        deadline = time.monotonic() + self.browser.patience
        while len(opened := self.happened("Page.fileChooserOpened")) == before:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no file dialogue from {selector}")
            time.sleep(0.01)
        self.send("DOM.setFileInputFiles", backendNodeId=opened[-1]["backendNodeId"], files=[str(path) for path in paths])

    def drop(self, selector, *paths):
        """As a person does with the mouse."""
        x, y = self.middle(selector)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.send("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)

    def screenshot(self):
        """PNG of the whole page, base64."""
        return self.send("Page.captureScreenshot", captureBeyondViewport=True, format="png")["data"]

    def happened(self, method):
        self.value("0")  # whatever was on its way is here now
        return [event["params"] for event in self.browser.events if event.get("method") == method and event.get("sessionId") == self.session]
