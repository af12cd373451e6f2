"""Parsing in processes of its own, so that a hang, a crash or a hunger for memory ends one document and nothing else.

A worker serves many tasks; it is replaced when it dies or runs past its time. Frames on its pipes are an eight-byte length
and a pickle: tasks go in, lists of outcomes come out, and None ends a task.
"""

import os
import pickle
import select
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import IO, Generic, TypeVar

from sayso.ingest.options import MIB, Limits
from sayso.ingest.parse import SAFE, load, parse
from sayso.ingest.task import Outcome, Task, rejection

_BATCH, _FLUSH = 64, 0.5  # outcomes, seconds
_LOADING = 120.0  # seconds for a process to start or load a library, on a busy machine
_AHEAD = 48 * MIB  # of content waiting to be parsed
Job = TypeVar("Job")


class Worker:
    """One process. `run` gives the outcomes of a task in batches; after a fault the next task gets a new process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, task: Task) -> Iterator[list[Outcome]]:
        """Batches of outcomes; a process that dies or is too slow ends them with a rejection."""
        process = self._started()
        try:
            _send(process.stdin, task)
            self._receive(process, _LOADING)  # the format's libraries are there: loading is not charged to the task
            while True:
                frame = self._receive(process)
                if frame is None:
                    return
                yield frame
        except _Late:
            self.stop()
            yield [rejection(task, "timeout", f"took longer than {self._limits.seconds:g} seconds to parse and was ended")]
        except (EOFError, OSError, pickle.UnpicklingError):
            with suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
            self.stop()
            status = process.returncode
            yield [rejection(task, "crash", f"the {task.kind} parser died (status {status}) on this file")]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            paths = os.pathsep.join(p for p in sys.path if p)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sayso.ingest.worker", str(self._limits.memory)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
            )  # fmt: skip
            self._receive(self._process, _LOADING)  # its greeting
        return self._process

    def _receive(self, process: subprocess.Popen[bytes], seconds: float = 0.0) -> list[Outcome] | None:
        end = time.monotonic() + (seconds or self._limits.seconds)
        head = _read(process.stdout, 8, end)
        frame: list[Outcome] | None = pickle.loads(_read(process.stdout, struct.unpack(">Q", head)[0], end))
        return frame

    def stop(self) -> None:
        """Ends the process."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()


class _Late(Exception):
    """No frame in time."""


def _send(pipe: IO[bytes] | None, value: object) -> None:
    if pipe is None:
        raise EOFError
    frame = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(struct.pack(">Q", len(frame)) + frame)
    pipe.flush()


def _read(pipe: IO[bytes] | None, count: int, end: float) -> bytes:
    if pipe is None:
        raise EOFError
    chunks: list[bytes] = []
    while count:
        if not select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            raise _Late
        chunk = os.read(pipe.fileno(), min(count, 1 << 20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)


class Pool(Generic[Job]):
    """Workers for tasks whose outcomes are wanted in order. `workers` 0 parses here, without limits."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits, self._count = limits, workers
        self._threads = ThreadPoolExecutor(max(1, workers), "ingest")
        self._idle: deque[Worker] = deque()
        self._all: list[Worker] = []
        self._stopped = threading.Event()
        self._aside = Worker(limits)

    def __enter__(self) -> "Pool[Job]":
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for worker in (*self._all, self._aside):
            worker.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:  # one may have been started meanwhile
            worker.stop()

    def ordered(self, jobs: Iterator[tuple[Job, Task | None]]) -> Iterator[tuple[Job, Iterator[Outcome]]]:
        """Each job with the outcomes of its task, in order; a few are parsed ahead. Drain each before the next."""
        waiting: deque[tuple[Job, Iterator[Outcome], int]] = deque()
        held = 0
        for job, task in jobs:
            size = len(task.content) if task is not None else 0
            waiting.append((job, self.outcomes(task) if task is not None else iter(()), size))
            held += size
            while len(waiting) > 3 * self._count or (held > _AHEAD and waiting):
                first, outcomes, size = waiting.popleft()
                yield first, outcomes
                held -= size
        while waiting:
            first, outcomes, _ = waiting.popleft()
            yield first, outcomes

    def outcomes(self, task: Task) -> Iterator[Outcome]:
        """The outcomes of one task, begun now if it goes to a worker."""
        if self._count == 0 or task.kind in SAFE:
            return parse(task)
        results: Queue[list[Outcome] | None] = Queue(maxsize=4)
        self._threads.submit(self._serve, task, results)
        return self._drain(results)

    def aside(self, task: Task) -> Iterator[Outcome]:
        """The outcomes of a task found within another, while those parsed ahead may hold every worker."""
        if self._count == 0 or task.kind in SAFE:
            yield from parse(task)
            return
        for batch in self._aside.run(task):
            yield from batch

    def _serve(self, task: Task, results: "Queue[list[Outcome] | None]") -> None:
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = Worker(self._limits)
            self._all.append(worker)
        try:
            for batch in worker.run(task):
                self._put(results, batch)
        except Exception as error:
            self._put(results, [rejection(task, "crash", f"no worker could be started: {error}")])
        finally:
            self._idle.append(worker)
            self._put(results, None)

    def _put(self, results: "Queue[list[Outcome] | None]", value: list[Outcome] | None) -> None:
        while not self._stopped.is_set():
            with suppress(Full):
                results.put(value, timeout=0.2)
                return

    def _drain(self, results: "Queue[list[Outcome] | None]") -> Iterator[Outcome]:
        while not self._stopped.is_set():
            with suppress(Empty):
                batch = results.get(timeout=0.5)
                if batch is None:
                    return
                yield from batch


def main() -> None:
    """Serves tasks from standard input until it closes. Argument: bytes of address space allowed."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not reach the pipe
    with suppress(ImportError, ValueError, OSError):
        import resource

        limit = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source = sys.stdin.buffer
    _send(out, [])
    while len(head := source.read(8)) == 8:
        task: Task = pickle.loads(source.read(struct.unpack(">Q", head)[0]))
        load(task.kind)
        _send(out, [])
        batch: list[Outcome] = []
        last = time.monotonic()
        for outcome in parse(task):
            batch.append(outcome)
            if len(batch) >= _BATCH or time.monotonic() - last > _FLUSH:
                _send(out, batch)
                batch, last = [], time.monotonic()
        if batch:
            _send(out, batch)
        _send(out, None)


if __name__ == "__main__":
    main()
