"""A value as it looks to who need not read it: enough to tell two apart, too little to use."""

from __future__ import annotations

DOT = "•"
_HIDDEN = DOT * 4  # always as many: the length tells something too


def masked(value: str | None) -> str:
    """ "0812 3456 7890" -> "••••890", "siti@contoh.id" -> "s••••@contoh.id", "Siti Rahma" ->
    "S•••• R••••"; nothing of nothing."""
    text = (value or "").strip()
    if not text:
        return ""
    if "@" in text:
        name, _, host = text.rpartition("@")
        return f"{name[:1]}{_HIDDEN}@{host}"
    figures = [sign for sign in text if sign.isdigit()]
    if len(figures) >= max(4, len(text) // 2):
        return _HIDDEN + ("".join(figures[-3:]) if len(figures) > 6 else "")
    return " ".join(f"{word[0]}{_HIDDEN}" for word in text.split())
