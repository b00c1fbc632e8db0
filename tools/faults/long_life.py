"""Ledgers of every released format, of a format that does not exist yet, of somebody else, and on another machine."""

import hashlib
import re
import shutil
import subprocess
import time

from harness import ROOT, Tool, copy_tree, expect
from scenarios import begun, draft, drafts

FROZEN = ROOT / "Tests/LedgerLogTests/Frozen"


def run(account):
    for folder in sorted(p for p in FROZEN.iterdir() if p.is_dir()):
        account.trial(f"frozen {folder.name}", frozen, account, folder)
    account.trial("a newer format", newer, account)
    account.trial("views of another time", foreign_views, account)
    account.trial("another machine", elsewhere, account)


def frozen(account, source):
    """Opens, verifies against the root that was written down then, exports, and goes on."""
    row = re.search(rf"`{source.name}` \|.*`(\d+):([0-9a-f]{{64}})`", (FROZEN / "README.md").read_text())
    receipt = (1, int(row[1]), int(row[1]), row[2])
    home = account.folder(f"frozen-{source.name}")
    copy_tree(source, home / "kpi.ledger")
    for path in (home / "kpi.ledger").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    tool = Tool(account.program, home)
    size, root = tool.check([receipt])
    expect((size, root) == (int(row[1]), row[2]), f"a frozen ledger has {size}:{root}")
    for command in (["replay"], ["log"], ["status"], ["audit", "targets"], ["export", home / "export"], ["backup", home / "copy"]):
        tool.must(*command)
    tool.check([receipt], path=home / "copy")
    tool.must("rebuild")
    actor = next(s[6:] for e in tool.entries() if e["act"] == "actor_registered" for s in e["subjects"] if s.startswith("actor:"))
    line = draft("after-ten-years").replace('"planning"', f'"{actor}"')
    tool.check([receipt] + tool.must("append", "--file", drafts(home, "next.ndjson", [line])).receipts())
    account.count("frozen ledgers")
    # Elsewhere on the machine, under its old name and another.
    copy_tree(home / "copy", account.folder("frozen-elsewhere") / "some other name")
    tool.check([receipt], path=account.place / "frozen-elsewhere" / "some other name")


def newer(account):
    """The last leaf says format 2, with its hash recomputed: not broken, not written to, and it says so."""
    home = account.folder("newer")
    tool, receipts = begun(account.program, home, entries=0)
    receipts += tool.must("append", "--file", drafts(home, "one.ndjson", [draft("one")])).receipts()
    path = tool.path / "log/data.mdb"
    content = path.read_bytes()
    at = content.rindex(b"\x08\x01\x10\x03\x1a")  # Leaf.1 format 1, Leaf.2 number 3
    length = content[at - 1] if content[at - 2] == 0x0A else (content[at - 2] & 0x7F) | content[at - 1] << 7
    leaf = bytearray(content[at:at + length])
    old = hashlib.sha256(b"\0" + leaf).digest()
    leaf[1] = 2
    expect(content.count(old) == 1, "the leaf was not found")
    path.write_bytes(content.replace(bytes(content[at:at + length]), bytes(leaf)).replace(old, hashlib.sha256(b"\0" + leaf).digest()))
    verdict, _, _, result = tool.verify()
    expect(verdict == "undetermined", "a newer format is not undetermined", result)
    result = tool.run("append", "--file", drafts(home, "two.ndjson", [draft("two")]))
    expect(result.code == 4 and "error[newer-format]" in result.err, "a ledger of a newer format is written to", result)
    result = tool.run("log")
    expect(result.code == 4 and "error[newer-format]" in result.err, "a newer format is read as if it were known", result)


def foreign_views(account):
    """Views of an older state, of another ledger, or none, beside the log: never believed."""
    home = account.folder("foreign")
    tool, receipts = begun(account.program, home / "one", entries=300)
    other, _ = begun(account.program, home / "other", entries=300)
    shutil.copytree(tool.path / "views", home / "older")
    receipts += tool.must("append", "--file", drafts(tool.folder, "more.ndjson", [draft(f"m-{i}") for i in range(300)])).receipts()
    after = tool.must("log").out
    for views in (home / "older", other.path / "views", None):
        shutil.rmtree(tool.path / "views")
        if views:
            shutil.copytree(views, tool.path / "views")
        expect(tool.must("log").out == after, f"views of {views} are believed")
        receipts += tool.must("append", "--file", drafts(tool.folder, "next.ndjson", [draft(f"after-{views and views.name}")])).receipts()
        after = tool.must("log").out
        tool.must("rebuild")
        tool.check(receipts)


def elsewhere(account):
    """Copied as it stands, with lock files that name processes of the first machine, to another one: other host name, other processes, another time zone."""
    under = ["unshare", "--uts", "--ipc", "--pid", "--fork", "--mount-proc", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh"]
    if subprocess.run([*under, "true"], capture_output=True).returncode != 0:
        return account.skip("another machine", "no name spaces of its own (root only)")
    tool, receipts = begun(account.program, account.folder("here"), entries=300)
    reader = subprocess.Popen([tool.program, "log", "--follow"], env=tool.environment, cwd=tool.folder, stdout=subprocess.PIPE)
    try:
        time.sleep(0.5)
        there = tool.at(account.folder("there"))
        copy_tree(tool.path, there.path)
    finally:
        reader.kill()
        reader.communicate()
    other = {"TZ": "Pacific/Auckland", "LANG": "ja_JP.UTF-8", "LC_ALL": "C"}
    expected = [word for _, _, size, root in receipts for word in ("--expect", f"{size}:{root}")]
    there.must("verify", *expected, under=under, extra=other)
    receipts += there.must("append", "--file", drafts(there.folder, "there.ndjson", [draft("there")]), under=under, extra=other).receipts()
    there.must("verify", "--expect", f"{receipts[-1][2]}:{receipts[-1][3]}", under=under, extra=other)
    there.check(receipts)
