#!/usr/bin/env python3
"""Make .venv, install the locked packages and open the lessons: two commands, no questions.

    python3 start.py                 make ready, then open the lessons (kit lab)
    python3 start.py test            make ready, then run all tests on all processors (pytest)
    python3 start.py test ARG...     the same with arguments of your own, on one processor
    python3 start.py kit [ARG...]    make ready, then run any command of the kit

Standard library only, and it parses on Python 3.6, so that an old one is told what it needs.
Anything beyond making the environment belongs to the kit itself.
"""

import hashlib
import json
import locale
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "kit-ready.json"
UNFINISHED = VENV / "kit-unfinished"
LOG = VENV / "kit-install.log"
LOCKS = {"run": ("build.lock", "run.lock"), "test": ("build.lock", "test.lock")}
# All tests: a process for each processor, four at most, as each needs up to 1 GB of memory.
TOGETHER = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
SOURCES = ("kit", "exercises", "notebooks", "pyproject.toml", "README.md", "LICENSE")
OLDEST, NEWEST = (3, 11), (3, 14)

WORDS = {
    "usage": (
        "用法：python3 start.py [test | kit 命令] [选项]",
        "Usage: python3 start.py [test | kit COMMAND] [OPTION...]",
    ),
    "python": (
        "需要 Python 3.11 或更高版本，现在是 {have}：请从 https://www.python.org/downloads/ "
        "安装后，用它运行 start.py。",
        "This needs Python 3.11 or later and was started with {have}: install one from "
        "https://www.python.org/downloads/ and run start.py with it.",
    ),
    "no_venv": (
        "这个 Python 缺少 venv 模块：请先运行 sudo apt install python{short}-venv"
        "（Debian、Ubuntu），或从 python.org 安装完整的 Python，再运行一次。",
        "This Python lacks its venv module: run sudo apt install python{short}-venv (Debian, "
        "Ubuntu) or install a complete Python from python.org, then run this again.",
    ),
    "making": ("正在新建运行环境 .venv……", "Making the environment .venv ..."),
    "packages": (
        "正在安装所需的软件包（第一次约需几分钟）……",
        "Installing the packages it needs (a few minutes the first time) ...",
    ),
    "project": ("正在安装培训套件……", "Installing the kit ..."),
    "busy": (
        "另一个 start.py 正在准备环境：等它完成后再运行一次。",
        "Another start.py is preparing the environment: run this again when it has finished.",
    ),
    "network": (
        "下载软件包失败：请检查网络，或在 pip 的设置里填写镜像、代理或本地软件包文件夹"
        "（pip config set global.index-url 网址），再运行一次。详情见 {log}",
        "The packages could not be downloaded: check the network, or give pip your mirror, proxy "
        "or folder of wheels (pip config set global.index-url URL), then run this again. "
        "Details: {log}",
    ),
    "hashes": (
        "下载的软件包与锁定文件不符，没有安装：请换一个镜像再运行一次。详情见 {log}",
        "A downloaded package differs from the locked one and was not installed: use another "
        "mirror and run this again. Details: {log}",
    ),
    "disk": (
        "磁盘空间不足：请腾出约 1.5 GB，再运行一次。",
        "The disk is full: free about 1.5 GB and run this again.",
    ),
    "denied": (
        "无法写入 {folder}：请关闭正在运行的套件窗口，或把整个文件夹移到可写的位置，再运行一次。",
        "Cannot write to {folder}: close any running window of the kit, or move the whole folder "
        "to a place where you may write, then run this again.",
    ),
    "long_path": (
        "路径太长，Windows 无法安装：请把整个文件夹移到较短的路径（例如 C:\\kit），再运行一次。",
        "The path is too long for Windows: move the whole folder to a short one such as C:\\kit "
        "and run this again.",
    ),
    "too_new": (
        "还没有适用于 Python {have} 的软件包：请用 Python 3.11 至 3.14 运行。详情见 {log}",
        "The packages are not available for Python {have} yet: use Python 3.11 to 3.14. "
        "Details: {log}",
    ),
    "failed": (
        "安装没有成功：请再运行一次；若仍失败，请把 {log} 交给技术支持。",
        "The installation did not succeed: run this again; if it still fails, show {log} to "
        "whoever supports you.",
    ),
}
# What pip says, and our sentence for it; the first that is found counts.
CAUSES = (
    ("No space left on device", "disk"),
    ("[Errno 28]", "disk"),
    ("DO NOT MATCH THE HASHES", "hashes"),
    ("Long Path", "long_path"),
    ("Permission denied", "denied"),
    ("[WinError 5]", "denied"),
    ("Connection", "network"),
    ("ProxyError", "network"),
    ("SSLError", "network"),
    ("timed out", "network"),
    ("No matching distribution", "network"),
)


def language() -> str:
    """Return the person's language, zh or en."""
    for name in ("KIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    system = (locale.setlocale(locale.LC_CTYPE, "") or "").lower()
    return "zh" if system.startswith(("zh", "chinese")) else "en"


def words(key: str) -> str:
    """Return one of the sentences above in the person's language."""
    have = ".".join(str(part) for part in sys.version_info[:3])
    short = ".".join(str(part) for part in sys.version_info[:2])
    text = WORDS[key][language() == "en"]
    return text.format(have=have, short=short, log=LOG, folder=ROOT)


def fail(key: str) -> None:
    """End with one sentence."""
    sys.stderr.buffer.write((words(key) + "\n").encode("utf-8"))
    sys.exit(1)


def digest(names: tuple) -> str:
    """Return a hash of lock files."""
    body = b"".join((ROOT / "requirements" / name).read_bytes() for name in names)
    return hashlib.sha256(body).hexdigest()


def fingerprint() -> str:
    """Return a hash that changes when a source file is added, removed or written."""
    found = []
    for top in SOURCES:
        for path in [ROOT / top, *(ROOT / top).rglob("*")]:
            if path.is_file() and "__pycache__" not in path.parts:
                seen = path.stat()
                found.append((str(path.relative_to(ROOT)), seen.st_size, seen.st_mtime_ns))
    return hashlib.sha256(repr(sorted(found)).encode("utf-8", "surrogateescape")).hexdigest()


def ready() -> dict:
    """Return what the environment says it holds; nothing if it cannot be trusted."""
    try:
        return {} if UNFINISHED.exists() else json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def works(*modules: str) -> bool:
    """Return whether the environment's Python starts and has these modules."""
    import subprocess

    command = [str(PYTHON), "-P", "-c", "import " + ", ".join(("sys", *modules))]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def hold_lock() -> object:
    """Return an open file that keeps a second start.py from preparing at the same time."""
    handle = open(__file__, "rb")  # noqa: SIM115 - held until the installation is done
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(1 << 30)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        fail("busy")
    except OSError:
        return handle  # a file system without locks: nothing is kept out, nothing is lost
    return handle


def make_venv() -> None:
    """Make .venv anew."""
    import importlib.util
    import subprocess

    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        fail("no_venv")
    print(words("making"), flush=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([base, "-m", "venv", "--clear", str(VENV)], capture_output=True)
    if done.returncode or not works("pip"):
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        fail("no_venv" if "ensurepip" in said else cause(said, "denied"))


def cause(said: str, otherwise: str) -> str:
    """Return the key of the sentence that explains what a tool said."""
    return next((key for sign, key in CAUSES if sign in said), otherwise)


def pip(*arguments: str) -> None:
    """Run the environment's pip with the person's own settings; end with a sentence if it fails."""
    import subprocess

    command = [str(PYTHON), "-m", "pip", "install", "--no-input", *arguments]
    environment = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    said, count = [], 0
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(ROOT), env=environment
    )
    with process, LOG.open("a", encoding="utf-8") as log:
        for raw in process.stdout:
            said.append(raw.decode("utf-8", "replace"))
            log.write(said[-1])
            if said[-1].startswith("Collecting") and sys.stdout.isatty():
                count += 1
                print("\r  " + str(count), end="\r", flush=True)
    if process.returncode:
        UNFINISHED.unlink()  # pip ended by itself and put back what it had begun to change
        unknown = "too_new" if sys.version_info[:2] > NEWEST else "failed"
        fail(cause("".join(said), unknown))


def prepare(kind: str) -> None:
    """Bring .venv up to date for a kind of use: "run" or "test"."""
    want = {kind: digest(LOCKS[kind]), "project": fingerprint()}
    have = ready()
    if all(have.get(key) == value for key, value in want.items()) and works("kit"):
        return
    lock = hold_lock()
    if UNFINISHED.exists() or not works("pip"):
        make_venv()
        have = {}
    UNFINISHED.touch()
    if have.get(kind) != want[kind]:
        print(words("packages"), flush=True)
        files = [part for name in LOCKS[kind] for part in ("-r", str(Path("requirements") / name))]
        pip("--require-hashes", *files)
    print(words("project"), flush=True)
    pip("--no-deps", "--no-build-isolation", "--force-reinstall", ".")
    STAMP.write_text(json.dumps(dict(have, **want)), "utf-8")
    UNFINISHED.unlink()
    lock.close()


def hand_over(command: list) -> None:
    """Become the command; on Windows, which cannot, wait for it."""
    os.environ.setdefault("KIT_LANG", language())
    if os.name != "nt":
        os.execv(str(PYTHON), [str(PYTHON), *command])
    import subprocess

    with subprocess.Popen([str(PYTHON), *command]) as process:
        while process.poll() is None:
            try:
                process.wait()
            except KeyboardInterrupt:
                continue  # Ctrl-C reaches the command too, which ends by itself
    sys.exit(process.returncode)


def main(arguments: list) -> None:
    """Prepare the environment and hand over."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < OLDEST:
        fail("python")
    if arguments[:1] in (["-h"], ["--help"]):
        sys.exit(words("usage") + "\n" + __doc__)
    first = arguments[0] if arguments else "lab"
    try:
        prepare("test" if first == "test" else "run")
    except PermissionError:
        fail("denied")
    except OSError as error:
        fail("disk" if error.errno == 28 else "failed")
    if first == "test":
        os.chdir(str(ROOT))
        hand_over(["-m", "pytest", *(arguments[1:] or TOGETHER)])
    if first == "kit":
        hand_over(["-P", "-m", "kit", *arguments[1:]])
    named = [] if first.startswith("-") or not arguments else arguments[:1]
    hand_over(["-P", "-m", "kit", *(named or ["lab"]), *arguments[len(named) :]])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
