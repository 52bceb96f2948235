"""Taking rows in: what another program or a person wrote down, compared with the ledger and written as one change."""

from __future__ import annotations

from aidtrack.actions.intake.desk import Wishes
from aidtrack.actions.intake.problems import BadRows, Problem, Problems
from aidtrack.actions.intake.taking import Outcome, take_in

__all__ = ["BadRows", "Outcome", "Problem", "Problems", "Wishes", "take_in"]
