"""The signs that stand for something, and what they are on terminals that have only ASCII."""

SIGNS = (
    ("❯", "the row under the cursor"),
    ("▌", "a marked row"),
    ("▲ ▼", "sorted, ascending or descending; the number is the level"),
    ("✓ ✗", "succeeded, failed"),
    ("◌ ↻", "waiting for an answer, retrying"),
    ("●", "done by the server, over everything"),
    ("○", "done here, over the loaded rows"),
    ("░", "loading"),
    ("—", "not provided by the API"),
)
"""What help explains."""

GOOD_TO_KNOW = (
    "Nothing here changes your videos, and no copy or export holds the token.",
    "On a Russian layout the same physical keys work; fields still take Cyrillic.",
    "Every key can be changed: [keys.bindings] in config.toml. Yours are marked •.",
    "{view.command} goes to a row, a page, a place, an id or a link; {app.palette} finds it all.",
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
    "↻↺◌": "~",
    "●■•⏺▮": "*",
    "▣": "X",
    "○◯": "o",
    "□▯": "_",
    "◐◔◑◕": "%",
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
