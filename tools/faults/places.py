"""Where a ledger may find itself: full disks, lost rights, wrong clocks, files that go away. Each ends in its own error, nothing is lost, and the
next run after the cause is gone just works."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import time

from harness import Result, Tool, expect
from scenarios import begun, draft, drafts, note

NOBODY = 65534


class NotHere(Exception):
    """What the trial needs, this machine does not give."""


def sh(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
    if done.returncode != 0:
        raise NotHere(f"{words[0]}: {(done.stderr or done.stdout).strip()[:120]}")


@contextlib.contextmanager
def mounted(target, *words):
    target.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        raise NotHere("only root may mount")
    sh("mount", *words, target)
    try:
        yield target
    finally:
        subprocess.run(["umount", "-l", str(target)], capture_output=True)


def refused(result, code, word):
    """Ended with this exit code and in words for people, and not by dying."""
    expect(not result.crashed and result.code == code and f"error[{word}]" in result.err and "  -> " in result.err, f"expected exit code {code} and error[{word}]", result)


def one(tool, name, place=None):
    return ["append", "--file", drafts(place or tool.folder, f"{name}.ndjson", [draft(name)])]


def big(tool, name, place=None):
    return ["append", "--file", drafts(place or tool.folder, f"{name}.ndjson", [note(f"{name}-{i}", "大" * 60_000) for i in range(12)])]


# MARK: room

def full_disk(account, folder, size_kb=4096):
    """A small ext4 of its own: full for a small commit and for a large one, with and without the lock file."""
    image, target = folder / "disk.img", folder / "disk"
    with open(image, "wb") as file:
        file.truncate(size_kb << 10)
    sh("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", image)
    with mounted(target, "-o", "loop", image):
        full(account, target, folder)


def full_memory_disk(account, folder):
    with mounted(folder / "tmpfs", "-t", "tmpfs", "-o", "size=3m", "none") as target:
        full(account, target, folder)


def full(account, target, folder):
    tool, receipts = begun(account.program, target / "l", entries=60)
    large = big(tool, "large", folder)
    receipts += until_refused(tool, lambda i: big(tool, f"large-{i}", folder))
    tool.check(receipts)
    with filled(target):
        # The file itself has room from the large one that failed, as long as it lasts.
        for length in (60_000, 6_000, 600):
            receipts += until_refused(tool, lambda i: ["append", "--file", drafts(folder, "some.ndjson", [note(f"some-{length}-{i}", "大" * length)])])
        refused(tool.run(*large), 3, "storage")
        tool.check(receipts)
        for name in ("log", "views"):
            (tool.path / name / "lock.mdb").unlink(missing_ok=True)
        with filled(target):
            refused(tool.run(*big(tool, "no-lock-file", folder)), 3, "storage")
            result = tool.run("verify")
            expect(result.code in (0, 4) and not result.crashed, "verify on a full disk without lock files", result)
        for command in (["backup", tool.folder / "copy"], ["compact"]):
            result = tool.run(*command)
            expect(result.code == 3 and not result.crashed and ("error[storage]" in result.err or "error[cannot-write]" in result.err), "no room for a copy", result)
    for name in ("small-after", "no-lock-file"):
        receipts += tool.must(*one(tool, name, folder)).receipts()
    tool.check(receipts)


def until_refused(tool, command, most=400):
    """Receipts of what went in before the refusal."""
    receipts = []
    for i in range(most):
        result = tool.run(*command(i))
        if result.code != 0:
            refused(result, 3, "storage")
            return receipts
        receipts += result.receipts()
    expect(False, f"{most} appends, and no refusal")


@contextlib.contextmanager
def filled(target):
    """Takes all the room there is."""
    path = target / f"filler-{time.monotonic_ns()}"
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 16, 4096, 512, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass
    try:
        yield
    finally:
        path.unlink()


def full_map(account, folder, small_map):
    """The map must grow and the address space does not allow it; without the limit the same command goes on."""
    tool, receipts = begun(account.program, folder / "l", entries=30)
    extra = {"LD_PRELOAD": str(small_map)}

    def more(i):
        return ["append", "--file", drafts(tool.folder, "grown.ndjson", [note(f"g-{i}-{k}", "大" * 300_000) for k in range(3)])]

    # The least room that the program itself needs for one of these, and a little for the map to grow.
    need = next((m for m in range(60, 4_000, 20) if tool.run(*more(0), under=["prlimit", f"--as={m << 20}"], extra=extra).code == 0), None)
    expect(need is not None, "the program does not start under any limit")
    receipts += tool.must(*more(0)).receipts()
    for i in range(1, 100):
        result = tool.run(*more(i), under=["prlimit", f"--as={(need + 20) << 20}"], extra=extra)
        if result.code != 0:
            break
        receipts += result.receipts()
    refused(result, 3, "storage")
    tool.check(receipts)
    receipts += tool.must(*more(i)).receipts()
    tool.check(receipts)


# MARK: rights

def read_only_mount(account, folder):
    tool, receipts = begun(account.program, folder / "l", entries=30)
    with mounted(folder / "ro", "--bind", folder / "l") as target:
        sh("mount", "-o", "remount,ro,bind", target)
        there = tool.at(target)
        for command in (["replay"], ["status"], ["verify"], ["log"]):
            result = there.run(*command, extra={"HOME": str(folder)}, under=())
            expect(result.code == 0, "a read-only mount cannot be read", result)
        (folder / "d.ndjson").write_text(draft("ro") + "\n")
        result = there.run("append", "--file", folder / "d.ndjson")
        expect(result.code == 3 and not result.crashed and ("error[cannot-write]" in result.err or "error[storage]" in result.err), "a read-only mount is written to", result)
        result = there.run("compact")
        expect(result.code == 3, "a read-only mount is compacted", result)
    receipts += tool.must(*one(tool, "after")).receipts()
    tool.check(receipts)


def no_permission(account, folder):
    if os.geteuid() != 0:
        raise NotHere("only root may become somebody else")
    tool, receipts = begun(account.program, folder / "l", entries=30)
    account.place.chmod(0o755)
    program = account.place / "ledger-for-all"
    shutil.copy(account.program, program)
    program.chmod(0o755)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    under = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if tool.run("--version", under=under, program=str(program)).code != 0:
        raise NotHere("another user cannot start the program")
    command = one(tool, "mine")
    for arguments in (["status"], ["log"], command, ["compact"], ["rebuild"]):
        result = tool.run(*arguments, under=under, program=str(program))
        expect(result.code == 3 and not result.crashed and ("error[storage]" in result.err or "error[cannot-write]" in result.err), "without rights", result)
        tool.check(receipts)
    result = tool.run("verify", under=under, program=str(program))
    expect(result.code == 4, "verify without rights", result)
    # The other user's own ledger, and ours once it is his.
    sh("chown", "-R", f"{NOBODY}:{NOBODY}", folder)
    receipts += tool.must(*command, under=under, program=str(program)).receipts()
    result = tool.run("verify", "--expect", f"{receipts[-1][2]}:{receipts[-1][3]}", under=under, program=str(program))
    expect(result.code == 0, "a ledger under another user does not verify", result)
    tool.check(receipts)


# MARK: lock files

def lock_files(account, folder):
    """LMDB's lock file is missing, of another ledger, of dead processes, cut or noise: it holds nothing."""
    tool, receipts = begun(account.program, folder / "l", entries=30)
    other, _ = begun(account.program, folder / "other", entries=3)
    other.run("log", under=["strace", "-qq", "-o", "/dev/null", "-e", "inject=pread64:signal=KILL:when=8"])
    foreign = (other.path / "log/lock.mdb").read_bytes()
    size = len(foreign)
    contents = [None, foreign, b"", bytes(size), bytes(100), os.urandom(size), os.urandom(100), os.urandom(3 * size), foreign[:64] + os.urandom(size - 64)]
    for i, content in enumerate(contents):
        for name in ("log", "views"):
            path = tool.path / name / "lock.mdb"
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content)
        if i % 2:
            tool.must("log")
        receipts += tool.must(*one(tool, f"lock-{i}")).receipts()
        tool.check(receipts)
    (tool.path / "writer.lock").unlink()
    receipts += tool.must(*one(tool, "no-writer-lock")).receipts()
    with open(tool.path / "writer.lock") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused(tool.run(*one(tool, "held"), "--lock-timeout", "0.2"), 3, "locked")
        refused(tool.run("compact", "--lock-timeout", "0.2"), 3, "locked")
        tool.check(receipts)
    receipts += tool.must(*one(tool, "held")).receipts()
    tool.check(receipts)


# MARK: time

def clocks(account, folder):
    if not shutil.which("faketime"):
        raise NotHere("faketime is not installed")
    tool, receipts = begun(account.program, folder / "l", entries=10)
    def at(shift):
        return ["faketime", "-f", shift]
    refused(tool.run(*one(tool, "back"), under=at("-1y")), 3, "clock-behind")
    tool.check(receipts)
    receipts += tool.must(*one(tool, "back"), "--clock-behind", "時計の電池が切れた", under=at("-1y")).receipts()
    tool.check(receipts)
    receipts += tool.must(*one(tool, "forward"), under=at("+1y")).receipts()
    # Back to now: behind what was recorded in the future.
    refused(tool.run(*one(tool, "now")), 3, "clock-behind")
    receipts += tool.must(*one(tool, "now"), "--clock-behind", "時計が一年進んでいた").receipts()
    # A retry asks nothing of the clock.
    tool.must(*one(tool, "back"), under=at("-1y"))
    tool.check(receipts)
    for shift in ("-1y", "+3y"):
        expect(tool.run("verify", under=at(shift)).code == 0, f"verify with the clock at {shift}")


# MARK: file systems

def network(account, folder):
    """statfs says that the directory lies on NFS, on SMB, on FUSE."""
    tool, receipts = begun(account.program, folder / "l", entries=10)
    for magic in (0x6969, 0xFF534D42, 0x65735546, 0x01021997):
        poke = magic.to_bytes(8, "little").hex()
        under = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=statfs", "-e", f"inject=statfs:poke_exit=@arg2={poke}"]
        for command in (one(tool, "nfs"), ["log"], ["compact"]):
            result = tool.run(*command, under=under)
            if result.code == 0 or "unrecognized" in result.err:
                expect(shutil.which("strace") is None, "a network file system is not noticed", result)
            refused(result, 3, "storage")
        result = tool.run("verify", under=under)
        expect(result.code == 4, "verify on a network file system", result)
        tool.check(receipts)
    receipts += tool.must(*one(tool, "nfs")).receipts()
    tool.check(receipts)


def overlay(account, folder):
    """A ledger in the lower layer of an overlay: read, written, and read by one that had it open before."""
    tool, receipts = begun(account.program, folder / "lower", entries=30)
    with mounted(folder / "scratch", "-t", "tmpfs", "none") as scratch:
        for name in ("upper", "work"):
            (scratch / name).mkdir()
        options = f"lowerdir={folder / 'lower'},upperdir={scratch / 'upper'},workdir={scratch / 'work'}"
        with mounted(folder / "merged", "-t", "overlay", "-o", options, "overlay") as merged:
            there = tool.at(merged)
            follower = subprocess.Popen([there.program, "log", "--follow"], env=there.environment, cwd=folder, stdout=subprocess.PIPE)
            try:
                time.sleep(0.5)
                more = list(receipts)
                for i in range(3):
                    more += there.must(*one(there, f"o-{i}")).receipts()
                # An overlay does not move a folder of its lower layer, unless it was made to.
                result = there.run("compact")
                if result.code != 0:
                    refused(result, 3, "cannot-write")
                more += there.must(*one(there, "o-3")).receipts()
                there.check(more)
                time.sleep(1)
            finally:
                follower.kill()
                lines = follower.communicate()[0].decode().count("\n")
            expect(lines == more[-1][2], f"a reader on an overlay saw {lines} of {more[-1][2]} entries")
    tool.check(receipts)


# MARK: what happens to open files

def moved(account, folder):
    """The directory is moved while a writer is in the midst of its commit, and while a reader has it open."""
    tool, receipts = begun(account.program, folder / "l", entries=30)
    follower = subprocess.Popen([tool.program, "log", "--follow"], env=tool.environment, cwd=tool.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    command = one(tool, "moved")
    writer = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:delay_enter=700000:when=1", tool.program, *map(str, command)],
        env=tool.environment, cwd=tool.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        time.sleep(0.45)
        there = tool.folder / "elsewhere.ledger"
        tool.path.rename(there)
        out, err = writer.communicate(timeout=20)
    except BaseException:
        follower.kill()
        raise
    result = Result(command, writer.returncode, out.decode(), err.decode())
    expect(result.code in (0, 3) and not result.crashed, "a writer whose directory is moved", result)
    refused(tool.run(*one(tool, "gone")), 3, "no-ledger")
    refused(tool.run("log"), 3, "no-ledger")
    time.sleep(0.5)
    expect(follower.poll() is None, "a reader whose directory is moved ends")
    follower.kill()
    follower.communicate()
    elsewhere = Tool(tool.program, tool.folder, "elsewhere.ledger")
    receipts += result.receipts()
    elsewhere.check(receipts)
    receipts += elsewhere.must(*command).receipts()
    elsewhere.check(receipts)


def truncated(account, folder):
    """The data file is cut while it is open. The reader dies in words, and nobody takes the rest for a ledger."""
    tool, receipts = begun(account.program, folder / "l", entries=250, large=True)
    path = tool.path / "log/data.mdb"
    whole = path.read_bytes()
    for command in (["log"], ["replay"], ["export", tool.folder / "out"], one(tool, "cut")):
        process = subprocess.Popen(
            ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=openat", "-e", "inject=openat:delay_exit=60000", tool.program, *map(str, command)],
            env=tool.environment, cwd=tool.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # As soon as it has the data file open, and before it has read it.
        deadline = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < deadline and not has_open(process.pid, path):
            time.sleep(0.002)
        os.truncate(path, 2 * 4096)
        try:
            out, err = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            expect(False, f"{command[0]} on a file that was cut does not end")
        expect(process.returncode in (0, 3), f"{command[0]} on a file that was cut: {process.returncode}: {err.decode()[-400:]}")
        expect(process.returncode == 0 or "error[" in err.decode(), f"{command[0]} on a file that was cut says nothing: {err.decode()[-300:]}")
        verdict, _, _, result = tool.verify()
        expect(verdict != "intact", "a file that was cut is called intact: wrong intact", result)
        refused(tool.run("status"), 3, "storage")
        refused(tool.run(*one(tool, "cut")), 3, "storage")
        path.write_bytes(whole)
        shutil.rmtree(tool.folder / "out", ignore_errors=True)
        tool.check(receipts)
    receipts += tool.must(*one(tool, "whole-again")).receipts()
    tool.check(receipts)


def has_open(tracer, path):
    """Whether the traced program holds the file open."""
    for child in pathlib.Path(f"/proc/{tracer}/task/{tracer}/children").read_text().split():
        with contextlib.suppress(OSError):
            for descriptor in pathlib.Path(f"/proc/{child}/fd").iterdir():
                with contextlib.suppress(OSError):
                    if os.readlink(descriptor) == str(path):
                        return True
    return False


def run(account, small_map):
    trials = [
        ("full disk", full_disk), ("full tmpfs", full_memory_disk), ("full map", lambda a, f: full_map(a, f, small_map)), ("read-only mount", read_only_mount),
        ("no permission", no_permission), ("lock files", lock_files), ("clocks", clocks), ("network file system", network), ("overlay", overlay),
        ("directory moved", moved), ("file truncated while open", truncated),
    ]
    for name, trial in trials:
        folder = account.folder("place-" + name.replace(" ", "-"))
        try:
            account.trial(name, guarded, account, name, trial, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def guarded(account, name, trial, folder):
    try:
        trial(account, folder)
        account.count("places")
    except NotHere as why:
        account.skip(name, str(why))
        account.passed -= 1  # skipped is not passed
