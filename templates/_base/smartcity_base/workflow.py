"""What may happen to a thing, in one table: from, to, who may, what it needs.

An app writes its table once (see `laksa.states`); its pages offer only what the table allows, its
forms ask for what it needs, and its tests go through it row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

ActionT = TypeVar("ActionT")
StateT = TypeVar("StateT")
ActorT = TypeVar("ActorT")
NeedT = TypeVar("NeedT")


@dataclass(frozen=True)
class Transition(Generic[ActionT, StateT, ActorT, NeedT]):
    """One row of the table. `target` None leaves the state as it is."""

    action: ActionT
    sources: Set[StateT]
    target: StateT | None
    by: Set[ActorT]
    needs: Set[NeedT] = frozenset()


RowT = TypeVar("RowT", bound=Transition[Any, Any, Any, Any])


class Workflow(tuple[RowT, ...]):
    """The rows, in the order in which they are offered."""

    __slots__ = ()

    def allowed(self, state: str, actor: Any) -> Iterator[RowT]:
        """Everything this actor may do to a thing in this state."""
        return (row for row in self if state in row.sources and actor in row.by)

    def find(self, action: str, state: str, actor: Any) -> RowT | None:
        """The row that lets this actor do this in this state; None: it is not allowed."""
        return next((row for row in self.allowed(state, actor) if row.action == action), None)
