"""LIVE's API: what the region's apps tell it. Figures of the card stand in `live.indicators`."""

from __future__ import annotations

from ninja import Router

from live.inbox.api import router as inbox_router

router = Router()
router.add_router("/tautan", inbox_router)
