"""One writer thread for one archive, with group commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from newscrawler.archive import Archive, ArchiveError, Connection, Job

P = ParamSpec("P")
T = TypeVar("T")


class _Waiting:
    """A job and the future that is answered after its COMMIT."""

    __slots__ = ("answer", "error", "future", "job", "loop")

    def __init__(self, job: Callable[[Connection], Any]) -> None:
        self.job = job
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.answer: Any = None
        self.error: Exception | None = None


class ArchiveWriter:
    """Runs archive jobs in one thread; jobs that wait together share one COMMIT.

    There is no timer: a job alone is committed at once, and while one COMMIT waits for the disk
    the next group gathers. `failed` holds the first error of the archive itself; every later job
    is refused with it, so that nothing is reported as stored behind a failed write.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.failed: ArchiveError | None = None
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        # A daemon: a second SIGINT must end the process even while the disk hangs.
        self._thread = Thread(target=self._work, name="archive-writer", daemon=True)
        self._thread.start()

    async def write(self, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job` in the writer thread and return its result after the COMMIT.

        Raises ArchiveError when the archive cannot be written, else what the job raises.
        """
        if self.failed is not None:
            raise self.failed
        waiting = _Waiting(lambda db: job(db, *args, **kwargs))
        self._queue.put(waiting)
        result: T = await waiting.future
        return result

    def close(self) -> None:
        """Finish what waits, end the thread and close the file. A second call does nothing."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self.archive.close()

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            ending = False
            while not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    ending = True
                    break
                group.append(following)
            self._commit(group)
            self._reply(group)
            if ending:
                return

    def _commit(self, group: list[_Waiting]) -> None:
        if self.failed is not None:
            _refuse(group, self.failed)
            return
        try:
            self.archive.run(_run_all, group)
        except ArchiveError as error:
            self.failed = error
            _refuse(group, error)
        except Exception as error:  # noqa: BLE001  whatever a job raises belongs to its own caller
            if len(group) == 1:
                group[0].error = error
            else:
                # The whole group was undone; alone, each job finds its own result or error.
                for waiting in group:
                    self._commit([waiting])

    @staticmethod
    def _reply(group: list[_Waiting]) -> None:
        try:
            group[0].loop.call_soon_threadsafe(_answer_all, group)
        except RuntimeError:
            # The loop is closed after a forced stop: nobody waits for the answer any more.
            return


def _run_all(db: Connection, group: list[_Waiting]) -> None:
    for waiting in group:
        waiting.answer = waiting.job(db)


def _refuse(group: list[_Waiting], error: ArchiveError) -> None:
    for waiting in group:
        waiting.error = error


def _answer_all(group: list[_Waiting]) -> None:
    for waiting in group:
        if waiting.future.done():
            continue
        if waiting.error is not None:
            waiting.future.set_exception(waiting.error)
        else:
            waiting.future.set_result(waiting.answer)
