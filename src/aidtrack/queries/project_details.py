"""What the wider table of projects adds: who implements them, and at which stages their money is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.by_ids import rows_of
from aidtrack.tables import funding, organisation, participation
from aidtrack.text import _
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Details:
    """By project what is said of it elsewhere, in the order in which it was recorded."""

    def __init__(self, connection: sa.Connection, projects: Sequence[int]) -> None:
        own, money = participation.c, funding.c
        bodies = (
            sa.select(own.project_id, organisation.c.name)
            .join(organisation, own.organisation_id == organisation.c.id)
            .where(own.role == "implementing")
            .order_by(own.id)
        )
        stages = (
            sa.select(money.project_id, money.stage)
            .group_by(money.project_id, money.stage)
            .order_by(sa.func.min(money.id))
        )
        self.implementers = _joined(rows_of(connection, bodies, projects, own.project_id))
        self.stages = _joined(
            (number, label("stage", stage))
            for number, stage in rows_of(connection, stages, projects, money.project_id)
        )


def _joined(pairs: Iterable[Any]) -> dict[int, str]:
    names: dict[int, list[str]] = defaultdict(list)
    for number, name in pairs:
        names[number].append(name)
    return {number: _(", ").join(found) for number, found in names.items()}
