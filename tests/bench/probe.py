"""A process that holds one catalogue and answers questions about it, so that several can be measured in turn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.bench.environment import ROOT, child_environment


class Probe:
    """`tests.bench.measured_process` on one database. A question is a line of JSON, and so is the answer."""

    def __init__(self, database_url: str, data: Path, *, middleware: bool = True) -> None:
        self.environment = child_environment(database_url, data, middleware=middleware)

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.measured_process"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()

    def ask(self, question: str, **arguments: Any) -> Any:
        """Call a function of `tests.bench.measured_process` in the process."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The probe has no pipes.")
        self.process.stdin.write(json.dumps([question, arguments]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The probe could not answer “{question}”; its error is above.")
        return json.loads(line)
