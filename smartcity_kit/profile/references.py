"""How large a drawing becomes when what it refers to is drawn again and again.

Ten groups that each use the one before ten times are a few lines and ten thousand million shapes;
and what refers to itself never ends. A browser and our own renderer are spared both.
"""

import re
from dataclasses import dataclass, field

DEEPEST = 64
"""Elements within elements: a renderer that follows them on its stack dies of some hundred."""
MOST = 20_000
"""Elements in all, each counted as often as it is drawn."""

_WITHIN = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.(-?[\w-]+)\s*$")


class Endless(Exception):
    """The drawing is too large, too deep, or drawn within itself."""


@dataclass(eq=False)
class Node:
    """An element with the ids it refers to itself and the classes by which a style does."""

    refers: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)


class References:
    """The elements of one drawing, and what leads from one to another."""

    def __init__(self) -> None:
        self._ids: dict[str, list[Node]] = {}
        self._styles: dict[str, list[str]] = {}
        self._weights: dict[Node, int] = {}

    def add(self, attributes: dict[str, str], parent: Node | None) -> Node:
        """An element; the keys of `attributes` are local names."""
        node = Node(classes=attributes.get("class", "").split())
        for name, value in attributes.items():
            node.refers += _WITHIN.findall(value)
            if name == "href" and value.strip().startswith("#"):
                node.refers.append(value.strip()[1:])
        if "id" in attributes:
            self._ids.setdefault(attributes["id"], []).append(node)
        if parent:
            parent.children.append(node)
        return node

    def add_style(self, sheet: str) -> None:
        """A style element. What does not name a class is taken to be about every element."""
        for selectors, body in _RULE.findall(sheet):
            for selector in selectors.split(","):
                named = _CLASS.search(selector)
                key = named[1] if named else ""
                self._styles.setdefault(key, []).extend(_WITHIN.findall(body))

    def check(self, root: Node) -> None:
        """Raises Endless."""
        if self._weigh(root, (), 0) > MOST:
            raise Endless

    def _weigh(self, node: Node, above: tuple[Node, ...], depth: int) -> int:
        if node in self._weights:
            return self._weights[node]
        if node in above or depth > 2 * DEEPEST:
            raise Endless
        led = [
            *node.refers,
            *(r for name in ["", *node.classes] for r in self._styles.get(name, ())),
        ]
        others = [*node.children, *(target for name in led for target in self._ids.get(name, ()))]
        weight = 1 + sum(self._weigh(other, (*above, node), depth + 1) for other in others)
        self._weights[node] = weight
        return weight
