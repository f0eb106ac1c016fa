"""Cells that a spreadsheet must not take for formulas. Apart from the readers: whoever writes a CSV needs no workbook."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet will run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """Return the cell without the mark that `guarded` put."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
