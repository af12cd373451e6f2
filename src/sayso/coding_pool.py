"""Coding in groups, here or in a pool of processes, so that no document stops the others.

A group on which the coder fails is coded document by document; a document on which it fails, or of which its process dies, is
given as a coding without records that says why.
"""

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from typing import Any

from sayso.core import CodedDocument, Document
from sayso.core.arrow import from_batch, to_batch
from sayso.core.compact import pack, unpack
from sayso.core.contracts import BatchCoder

GROUP = 32  # documents coded together
THREADS = "SAYSO_THREADS"  # environment variable: threads of the network in a process
FAILED = "failed: "  # how `CodedDocument.unread` begins where the coder failed
Group = list[Document]
_SURROGATE = re.compile("[\ud800-\udfff]")


def coded_groups(documents: Iterable[Document], coder: BatchCoder, processes: int = 1) -> Iterator[list[CodedDocument]]:
    """Codings of documents in groups, in order. With more than one process, a few groups are coded ahead."""
    groups = _groups(documents)
    if processes <= 1:
        for group in groups:
            yield _here(coder, group)
        return
    pool = _pool(processes)
    waiting: deque[tuple[Group, Future[list[CodedDocument]]]] = deque()
    try:
        for group in islice(groups, 2 * processes):
            waiting.append((group, pool.submit(_here, coder, group)))
        while waiting:
            group, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                yield _apart(coder, group)
                pool = _pool(processes)
                waiting = deque((g, pool.submit(_here, coder, g)) for g, _ in waiting)
            for more in islice(groups, 1):
                waiting.append((more, pool.submit(_here, coder, more)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _groups(documents: Iterable[Document]) -> Iterator[Group]:
    stream = iter(documents)
    while group := list(islice(stream, GROUP)):
        yield group


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_one_thread)


def _one_thread() -> None:
    """Processes share the cores by being several; each has one thread."""
    os.environ.setdefault(THREADS, "1")


def _here(coder: BatchCoder, group: Group) -> list[CodedDocument]:
    """The codings of a group in this process."""
    try:
        return _apply(coder, group)
    except Exception as error:
        if len(group) == 1:
            return [_failed(group[0], f"{type(error).__name__}: {str(error)[:200]}")]
        return [coded for document in group for coded in _here(coder, [document])]


def _apart(coder: BatchCoder, group: Group) -> list[CodedDocument]:
    """The codings of a group in which a process died: each document in a process of which the death harms nobody."""
    out: list[CodedDocument] = []
    pool = _pool(1)
    for document in group:
        try:
            out += pool.submit(_here, coder, [document]).result()
        except BrokenProcessPool:
            out.append(_failed(document, "the process that coded it died"))
            pool.shutdown(wait=False)
            pool = _pool(1)
    pool.shutdown()
    return out


def _failed(document: Document, why: str) -> CodedDocument:
    return CodedDocument(document.id, document.doc, document.text, document.published, document.outlet, unread=FAILED + why)


def _apply(coder: BatchCoder, group: Group) -> list[CodedDocument]:
    """A coder over documents. Arrow holds no lone surrogates: they go as U+FFFD, and words are read from the true text."""
    safe = [_fit(d) for d in group]
    coded = from_batch(CodedDocument, coder(to_batch(Document, safe)))
    return [c if s is d else _on_text(c, d) for c, s, d in zip(coded, safe, group, strict=True)]


def _fit(d: Document) -> Document:
    plain = _plain(pack(d))
    return d if plain == pack(d) else replace(unpack(Document, plain), kept_as=d.id)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def _on_text(coded: CodedDocument, d: Document) -> CodedDocument:
    """The coding with words read from the document's text at the same offsets."""
    return replace(unpack(CodedDocument, {**pack(coded), "text": d.text}, d.text), doc=d.doc)
