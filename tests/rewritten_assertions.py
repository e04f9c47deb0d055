"""Assertions as pytest rewrites them, so that they tell what they found."""

import contextlib
import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite


def rewrite_once(config: pytest.Config) -> None:
    """Rewrite those of the tests that are asked for, before workers start.

    Each of them would do so with all, at the same time: 6 s of processor time. It still does where
    pytest's own parts, which this uses, are others.
    """
    if not sys.dont_write_bytecode:
        with contextlib.suppress(AttributeError, TypeError, OSError, SyntaxError):
            for asked in config.args:
                place = config.invocation_params.dir / asked.partition("::")[0]
                for file in place.rglob("test_*.py") if place.is_dir() else [place]:
                    _rewrite(file, config)


def _rewrite(file: Path, config: pytest.Config) -> None:
    folder = rewrite.get_cache_dir(file)
    kept = folder / f"{file.stem}{rewrite.PYC_TAIL}"
    if rewrite._read_pyc(file, kept) is None and rewrite.try_makedirs(folder):  # noqa: SLF001
        source_hash, code = rewrite._rewrite_test(file, config)  # noqa: SLF001
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, source_hash, kept)  # noqa: SLF001
