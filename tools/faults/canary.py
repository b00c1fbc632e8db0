"""Whether the tier can fail: programs and disks that are known to be wrong must be found."""

import random
import shutil
import tempfile

import power
import rot
from harness import Account, expect

def run(account, recorder, small_map):
    account.trial("canary: a sync of the log that does nothing", sync, account, recorder, small_map, lambda op: op[0] == "sync" and op[1][0].endswith("log/data.mdb"))
    account.trial("canary: meta pages that are not synced", sync, account, recorder, small_map, lambda op: op[0] == "synced-write")
    account.trial("canary: a rename that is not synced", sync, account, recorder, small_map, lambda op: op[0] == "sync" and not op[1][0].endswith(".mdb"), "backup")
    account.trial("canary: a verifier that is content with everything", verifier, account)


def quiet(account):
    """An account of its own, whose failures are what is looked for."""
    other = Account(tempfile.mkdtemp(prefix="canary-", dir=account.place), account.program, account.seed, account.is_full, account.workers)
    other._fail = lambda name, text: other.failures.append((name, text))
    return other


def sync(account, recorder, small_map, ignores, scenario="append"):
    """The disk forgets a sync: acknowledged entries must turn out to be lost."""
    other = quiet(account)
    power.run(other, recorder, small_map, ignores, only=[scenario])
    expect(other.failures, f"without a sync nothing is found in {other.passed} trials")
    account.count("canaries found")
    print(f"  found in {len(other.failures)} of {len(other.failures) + other.passed} trials", flush=True)


def verifier(account):
    """A program that says "intact" to everything, as one without its checks would: the rot part must call it wrong.

    The stand-in runs the real program for every other command.
    """
    other = quiet(account)
    stand_in = account.place / "content-with-everything"
    stand_in.write_text(f"""#!/usr/bin/env python3
import json, subprocess, sys
done = subprocess.run([{account.program!r}, *sys.argv[1:]], capture_output=True, text=True)
if sys.argv[1:2] == ["verify"] and done.returncode == 1 and "--json" in sys.argv:
    answer = json.loads(done.stdout)
    if all(f["kind"] in ("leaf-hash", "leafHash", "text", "tree-hash", "treeHash", "view", "link", "rule") for f in answer["findings"]):
        answer["verdict"], answer["findings"] = "intact", []
        print(json.dumps(answer))
        sys.exit(0)
sys.stdout.write(done.stdout)
sys.stderr.write(done.stderr)
sys.exit(done.returncode if done.returncode >= 0 else 3)
""")
    stand_in.chmod(0o755)
    specimen = rot.Specimen(other)
    try:
        other.program = specimen.tool.program = str(stand_in)
        cases = [(f"{kind} {where}", (other, 1, specimen, kind, name, where)) for kind, name, where in rot.damages(specimen, random.Random(account.seed), 60, 0, 0)]
        other.trials(cases, rot.trial)
    finally:
        shutil.rmtree(specimen.place, ignore_errors=True)
    wrong = [text for _, text in other.failures if "wrong intact" in text or "not intact after" in text]
    expect(wrong, "a verifier without its checks is not found")
    account.count("canaries found")
    print(f"  found in {len(wrong)} of {len(cases)} trials", flush=True)
