"""Numbers of things, and the nouns beside them."""


def grouped(number: int) -> str:
    """Return a number with thin groups, `12 431`."""
    return f"{number:,}".replace(",", "\u00a0")


def plural_of(noun: str) -> str:
    """Return `videos` for `video`, `entries` for `entry`."""
    return f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"


def noun_of(number: float, noun: str) -> str:
    """Return `video` beside 1, and `videos` beside any other number."""
    return noun if number == 1 else plural_of(noun)


def counted(number: int, noun: str) -> str:
    """Return `1 row`, `12 431 rows`."""
    return f"{grouped(number)} {noun_of(number, noun)}"
