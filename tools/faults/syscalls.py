"""Every system call that a command makes after it opened the ledger: once failing, once with the process killed before it."""

import re
import shutil
import subprocess

from harness import expect
from scenarios import Append, Backup, Compact, Growth, Import, Redact, Restore, Signed

# Calls that can fail of the device, or of a full disk. A map of a file fails for want of memory, a lock on a part of a file for want of locks.
EIO = set("read close pread64 write pwrite64 writev pwritev fsync fdatasync msync openat open newfstatat fstat stat lstat statx statfs fstatfs ftruncate fallocate "
          "mkdir mkdirat rename renameat renameat2 unlink unlinkat rmdir getdents64 readlink chown fchown chmod fchmod link linkat lseek flock".split())
ENOSPC = set("write pwrite64 writev pwritev fsync fdatasync ftruncate fallocate mkdir mkdirat rename renameat renameat2 link linkat".split())
LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?([a-z_0-9]+)[( ]")


def calls(scenario, folder):
    """(call, n-th of its name) for every call from the first that names the ledger, or a file beside it, on."""
    tool = scenario.copy(folder)
    trace = folder / "strace.txt"
    result = scenario.run(tool, under=["strace", "-f", "-qq", "-s", "4096", "-o", trace])
    expect(result.code == 0, f"{scenario.name} fails under strace", result)
    seen, points, is_open, first = {}, [], False, None
    for text in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        match = LINE.match(text)
        if not match or "resumed>" in text:
            continue
        process, name = match.groups()
        first = first or process
        number = seen[process, name] = seen.get((process, name), 0) + 1
        if not is_open and "execve" not in text and "readlink" not in text and ".ledger" in text:
            is_open, loading = True, {call: count - (call == name) for (_, call), count in seen.items()}
        # Between two draws of randomness nothing else has happened: one kill stands for all of a run.
        is_again = name == "getrandom" and points and points[-1][0] == name
        # strace counts in each thread: a low number of another thread's call is met by the first thread, while the program is still being loaded.
        is_missed = is_open and process != first and number <= loading.get(name, 0)
        if is_open and not is_again and not is_missed and name not in ("exit_group", "exit", "rt_sigreturn"):
            points.append((name, number, "O_CREAT" in text, "PROT" in text and "MAP_SHARED" in text, "F_SETLK" in text))
    return list(dict.fromkeys(points))


def faults(points):
    """(call, n, what strace does to it)."""
    for name, number, creates, is_file_map, is_lock in points:
        yield name, number, "signal=KILL"
        if name in EIO:
            yield name, number, "error=EIO"
        if name in ENOSPC or (name == "openat" and creates):
            yield name, number, "error=ENOSPC"
        if name == "mmap" and is_file_map:
            yield name, number, "error=ENOMEM"
        if name == "fcntl" and is_lock:
            yield name, number, "error=ENOLCK"


def scenarios(account, library):
    home = account.folder("scenarios")
    make = [("append", Append), ("checkpoint", Signed), ("redact", Redact), ("compact", Compact), ("backup", Backup), ("restore", Restore), ("import", Import)]
    return [kind(name, account.program, home) for name, kind in make] + [Growth("growth", account.program, home, library)]


def sample(cases, wanted):
    """Evenly over all of them, the same in every run."""
    if wanted >= len(cases):
        return cases
    return [cases[i * len(cases) // wanted] for i in range(wanted)]


def run(account, library, only=None, each=None):
    if not shutil.which("strace") or not works(account):
        return account.skip("system calls", "strace cannot trace here")
    for scenario in scenarios(account, library):
        if only and scenario.name not in only:
            continue
        points = calls(scenario, account.folder("trace"))
        cases = list(faults(points))
        chosen = cases if account.is_full and not each else sample(cases, each or 45)
        account.trials([(f"{scenario.name}: {what} at {name} {number}", (scenario, name, number, what)) for name, number, what in chosen], trial_for(account))
        print(f"  {scenario.name}: {len(points)} calls, {len(chosen)} of {len(cases)} faults", flush=True)


def works(account):
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def trial_for(account):
    def trial(case, folder):
        scenario, name, number, what = case
        tool = scenario.copy(folder / "t")
        trace = tool.folder / "strace.txt"
        # The environment goes to the program, not to strace.
        under = ["strace", "-f", "-qq", "-s", "0", "-o", trace, "-e", f"trace={name}", "-e", f"inject={name}:{what}:when={number}"]
        result = scenario.run(tool, under=under)
        text = trace.read_text(encoding="utf-8", errors="replace")
        trace.unlink()
        if "INJECTED" in text or "killed by SIGKILL" in text:
            account.count("fault points tried")
            account.count("kills", "killed by SIGKILL" in text)
        scenario.judge(tool, result)
    return trial
