"""A cell that cannot be taken for what its column holds."""


class Wrong(Exception):
    """`expected` completes "expected …, found …"; `hint` says what helps.

    `told` is true where the hint repeats something of the cell, so that it is left out of what is
    said of a personal table.
    """

    def __init__(self, expected: str, hint: str = "", *, told: bool = False) -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint
        self.told = told
