"""The environment of the measured processes, and a description of the machine."""

from __future__ import annotations

import os
import platform
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def child_environment(database_url: str, data: Path, *, middleware: bool = True, keeps: int = 0) -> dict[str, str]:
    """Return the environment of a production process without HTTPS, independent of the shell's variables."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    return {
        **inherited,
        **get_clock(),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'clock'}",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": database_url,
        "GATEWAY_DATA": str(data),
        "SECRET_KEY": secrets.token_hex(32),
        "DEBUG": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
        "LOG_LEVEL": "ERROR",
        "BENCH_MIDDLEWARE": str(int(middleware)),
        "KEEP_ANSWERS": str(keeps),
    }


def get_clock() -> dict[str, str]:
    """Return the variables with which libfaketime sets this process's clock, if it does.

    A server that kept the real clock would not know what a test published at the set time.
    """
    return {name: value for name, value in os.environ.items() if name == "LD_PRELOAD" or name.startswith("FAKETIME")}


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command, and print its output only if it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


def describe_circumstances(database: str) -> list[tuple[str, str]]:
    """Return what a reader must know to compare the figures with others."""
    return [
        ("Commit", get_commit()),
        ("Date", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("Machine", f"{get_cpu()}, {os.cpu_count()} cores, {get_memory()}, {platform.system()} {platform.release()}"),
        ("Load before", " ".join(f"{load:.2f}" for load in os.getloadavg())),
        ("Python", platform.python_version()),
        ("Django", f"{version('django')}, gunicorn {version('gunicorn')}, psycopg {version('psycopg')}"),
        ("Database", database),
    ]


def get_commit() -> str:
    """Return the measured commit, and whether files differ from it."""
    return run_git("rev-parse", "--short", "HEAD") + (" and changes" if run_git("status", "--porcelain") else "")


def run_git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip()


def get_cpu() -> str:
    lines = read_lines("/proc/cpuinfo")
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def get_memory() -> str:
    kilobytes = next((int(line.split()[1]) for line in read_lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return f"{kilobytes / 1024**2:.0f} GB of memory" if kilobytes else "unknown memory"


def read_lines(path: str) -> list[str]:
    """Return the lines of a kernel file, or none if there is no such file."""
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
