"""What was done to which region, by whom, how it ended, and what there is to show for it.

ledger = open_ledger()
ledger.begin(rollout)                          one rollout, its waves, its regions
claim = ledger.claim(rollout.id, slug, owner)  a region is one worker's, or None
ledger.settle(claim, outcome)                  and never done twice
"""

from smartcity_kit.fleet.ledger.ledger import Ledger, open_ledger
from smartcity_kit.fleet.ledger.records import Claim, Outcome, Region, Rollout, Wave

__all__ = ["Claim", "Ledger", "Outcome", "Region", "Rollout", "Wave", "open_ledger"]
