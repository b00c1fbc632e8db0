"""Lock files, clocks, file systems, and files that go away while they are open."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import time

from harness import Result, Tool, expect
from scenarios import begun
from situations import NotHere, mounted, one, refused

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
    for magic, name in ((0x6969, "NFS"), (0xFF534D42, "CIFS"), (0x65735546, "FUSE"), (0x01021997, "9p")):
        poke = magic.to_bytes(8, "little").hex()
        under = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=statfs", "-e", f"inject=statfs:poke_exit=@arg2={poke}"]
        for command in (one(tool, "nfs"), ["log"], ["compact"]):
            result = tool.run(*command, under=under)
            if result.code == 0 or "unrecognized" in result.err:
                expect(shutil.which("strace") is None, "a network file system is not noticed", result)
            refused(result, 3, "storage", f": {name} ")
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
        for again in (["status"], one(tool, "cut")):
            refused(tool.run(*again), 3, "storage", "the file ends before its last page")
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
