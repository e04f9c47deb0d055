"""The signs that stand for something, and what they are on terminals that have only ASCII."""

SIGNS = (
    ("❯", "the row under the cursor"),
    ("▌", "a marked row"),
    ("▲ ▼", "sorted, ascending or descending; the number is the level"),
    ("✓ ✗", "succeeded, failed"),
    ("◌ ↻", "waiting for a response, retrying"),
    ("●", "done by the server, on all rows"),
    ("○", "done here, on loaded rows only"),
    ("░", "loading"),
    ("—", "not provided by the API"),
)
"""What help explains."""

GOOD_TO_KNOW = (
    "This program never changes your videos, and copies and exports never contain the token.",
    "Keys also work on a Russian layout; text fields still accept Cyrillic.",
    "You can change every key: [keys.bindings] in config.toml. Yours are marked •.",
    "{view.command} goes to a row, page, place, id or link; {app.palette} lists all commands.",
)
"""Sentences that help ends with, in the form of `hint`."""

# Each is one cell wide and so is what stands for it, so that nothing moves.
_PLAIN = {
    "❯▷▶▸›⟩»": ">",
    "‹⟨«◀": "<",
    "▌▐▍▎▏│┃║▕╎╏┆┊": "|",
    "▲↑△": "^",
    "▼↓▽▾": "v",
    "←": "<",
    "→": ">",
    "✓✔": "+",
    "✗✘×✕": "x",
    "◌": "~",
    "↻↺": "@",
    "●■•⏺▮": "*",
    "▣": "X",
    "○◯": "o",
    "□▯": "_",
    "◐◑": "%",
    "◔◕": "c",
    "⊘∅": "/",
    "‖━═": "=",
    "░▒▓": ":",
    "—–―─╌╍┄┈╴╶▔▀▄": "-",
    "·∙⋅": ".",
    "…": "~",
    "“”„": '"',
    "‘’": "'",
    "╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┏┓┗┛┣┫┳┻╋▛▜▙▟▗▖▝▘": "+",
    "█▉▊▋": "#",
    # Bars, by height.
    "▁": "_",
    "▂": ".",
    "▃": "-",
    "▅": "=",
    "▆": "o",
    "▇": "O",
    "\u00a0\u2007\u202f\u2009\u2003\u2002": " ",
    "№": "N",
    "Σ": "S",
    "≤": "<",
    "≈": "~",
    "÷": "/",
    "↩": "<",
    "−": "-",
}
_TABLE = str.maketrans({sign: plain for signs, plain in _PLAIN.items() for sign in signs})
# Control characters made visible, and the dots that charts are drawn with, by how many there are.
_TABLE.update({0x2400 + code: "?" for code in range(0x22)})
_TABLE.update({0x2800 + dots: " .:*"[(dots.bit_count() + 2) // 3] for dots in range(0x100)})


def plain(text: str) -> str:
    """Return a text with every sign that we draw with in ASCII; letters stay what they are."""
    return text if text.isascii() else text.translate(_TABLE)
