"""How far receipts are, told to whoever looks on: one look at the queue serves all who wait."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from autograder.desk.queue import Pace, Queue
from autograder.desk.web.shared import desk_of, visitor
from autograder.errors import GradebookError

__all__ = ["ROUTES", "Watch"]

_LOOK_S = 0.3
_LIFE_S = 300.0


@dataclass
class Watch:
    """Looks at the queue as long as somebody waits."""

    queue: Queue
    places: dict[str, int] = field(default_factory=dict)
    pace: Pace = field(default_factory=lambda: Pace(0, None))
    _waiting: int = 0
    _task: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, id: str) -> AsyncIterator[tuple[int, float | None]]:
        """Yield the place and the expected wait in seconds of a receipt whenever they change, until it is over."""
        self._waiting += 1
        last = None
        try:
            while True:
                if self._task is None or self._task.done():
                    self._task = asyncio.create_task(self._look())
                await self._news.wait()
                place = self.places.get(id)
                if place is None:
                    return
                if place != last:
                    last = place
                    yield place, self.pace.wait_s(place)
        finally:
            self._waiting -= 1

    async def _look(self) -> None:
        while self._waiting:
            try:
                ids = await run_in_threadpool(self.queue.open_ids)
                self.pace = await run_in_threadpool(self.queue.pace)
            except GradebookError:
                await asyncio.sleep(_LOOK_S)
                continue
            self.places = {id: place for place, id in enumerate(ids, 1)}
            news, self._news = self._news, asyncio.Event()
            news.set()
            await asyncio.sleep(_LOOK_S)


async def tell_progress(request: Request) -> Response:
    """Send events: the place in the queue as it changes, and when the receipt is over."""
    who, desk = await run_in_threadpool(visitor, request), desk_of(request)
    receipt = await run_in_threadpool(desk.receipt, who.person, request.path_params["receipt"])
    watch: Watch = request.app.state.watch

    async def events() -> AsyncIterator[str]:
        try:
            async with asyncio.timeout(_LIFE_S):
                async for place, wait_s in watch.follow(receipt.id):
                    yield f"data: {json.dumps({'place': place, 'wait_s': wait_s})}\n\n"
                while not (await run_in_threadpool(desk.receipt, who.person, receipt.id)).state.is_over:
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:  # the browser comes again
            return
        yield "event: over\ndata: {}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


ROUTES = [Route("/receipts/{receipt}/events", tell_progress, methods=["GET"])]
