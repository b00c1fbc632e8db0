"""Where a ledger may find itself: full disks, lost rights, wrong clocks, files that go away. Each ends in its own error, nothing is lost, and the
next run after the cause is gone just works."""

import contextlib
import os
import shutil
import time

from harness import expect
from scenarios import begun, draft, drafts, note
from situations import NotHere, big, mounted, one, refused, sh
from surroundings import clocks, lock_files, moved, network, overlay, truncated

NOBODY = 65534
NO_ROOM = "No space left on device"


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
        refused(tool.run(*large), 3, "storage", NO_ROOM)
        tool.check(receipts)
        for name in ("log", "views"):
            (tool.path / name / "lock.mdb").unlink(missing_ok=True)
        with filled(target):
            refused(tool.run(*big(tool, "no-lock-file", folder)), 3, "storage", NO_ROOM)
            result = tool.run("verify")
            expect(result.code in (0, 4) and not result.crashed, "verify on a full disk without lock files", result)
        for command in (["backup", tool.folder / "copy"], ["compact"]):
            refused(tool.run(*command), 3, "storage cannot-write", NO_ROOM)
    for name in ("small-after", "no-lock-file"):
        receipts += tool.must(*one(tool, name, folder)).receipts()
    tool.check(receipts)


def until_refused(tool, command, most=400):
    """Receipts of what went in before the refusal."""
    receipts = []
    for i in range(most):
        result = tool.run(*command(i))
        if result.code != 0:
            refused(result, 3, "storage", NO_ROOM)
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
    refused(result, 3, "storage", "Cannot allocate memory")
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
        for command in (["append", "--file", folder / "d.ndjson"], ["compact"], ["rebuild"], ["backup", target / "copy"]):
            refused(there.run(*command), 3, "storage cannot-write", "Read-only file system")
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
        refused(tool.run(*arguments, under=under, program=str(program)), 3, "storage", "Permission denied")
        tool.check(receipts)
    result = tool.run("verify", under=under, program=str(program))
    expect(result.code == 4, "verify without rights", result)
    # The other user's own ledger, and ours once it is his.
    sh("chown", "-R", f"{NOBODY}:{NOBODY}", folder)
    receipts += tool.must(*command, under=under, program=str(program)).receipts()
    result = tool.run("verify", "--expect", f"{receipts[-1][2]}:{receipts[-1][3]}", under=under, program=str(program))
    expect(result.code == 0, "a ledger under another user does not verify", result)
    tool.check(receipts)


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
