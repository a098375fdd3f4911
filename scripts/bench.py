"""Run every benchmark: bench/bench_*.py, one after the other."""

import os
import subprocess

from layout import PYTHON, ROOT, SCRIPTS, command, say


def main():
    benchmarks = sorted((ROOT / "bench").glob("bench_*.py"))
    if not benchmarks:
        say("bench/ holds no benchmark yet (bench_*.py)")
    environment = {**os.environ, "PYTHONPATH": str(SCRIPTS)}
    failed = []
    for path in benchmarks:
        say(f"{path.name}")
        if subprocess.run([PYTHON, path], cwd=ROOT, env=environment).returncode:
            failed.append(path.name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    command(main)
