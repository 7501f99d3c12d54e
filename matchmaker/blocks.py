"""Work on a large matrix in blocks of rows: little memory, and every core is used.

numpy lets go of the interpreter while it computes, so threads are enough; results come in the order of
the blocks, whichever finished first.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

ROWS_AT_ONCE: Final = 128
_CORES: Final = os.cpu_count() or 1

type Watch = Callable[[str, int, int], None]
"""Told (phase, done, total) again and again; what it raises stops the match."""


def nobody(phase: str, done: int, total: int) -> None:
    """A watch that looks away."""


def in_blocks[Found](
    length: int, work: Callable[[slice], Found], watch: Watch = nobody, phase: str = ""
) -> Iterator[Found]:
    """`work` on every block of `length` rows, each given as a slice."""
    blocks = [slice(first, min(first + ROWS_AT_ONCE, length)) for first in range(0, length, ROWS_AT_ONCE)]
    if len(blocks) < 4 * _CORES:
        for block in blocks:
            watch(phase, block.start, length)
            yield work(block)
        return
    with ThreadPoolExecutor(_CORES) as pool:
        try:
            for block, result in zip(blocks, pool.map(work, blocks), strict=True):
                watch(phase, block.start, length)
                yield result
        finally:
            pool.shutdown(cancel_futures=True)
