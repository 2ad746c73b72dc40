"""`serve`: the reading room, for people who look, search and subscribe."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import socket
import time
from contextlib import suppress

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, open_archive
from newscrawler.archive_command import ArchiveCommand

# What a page under way may still take when the server ends.
GRACE_SECONDS = 3
INDEX_SECONDS, INDEX_BATCH = 5, 200


class Command(ArchiveCommand):
    """Serves the archive as web pages until it is stopped."""

    summary = "Serve the reading room: pages, search, feeds and the API of the archive"
    description = (
        "Serves the archive as web pages until Ctrl-C. It only reads, and crawls may run "
        "meanwhile. It listens on this machine only; any other address needs a password "
        "(NEWSCRAWLER_PASSWORD), and the names by which it is reached (NEWSCRAWLER_HOSTS)."
    )
    example = "newscrawler serve --port 8000"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to listen."""
        super().add_options(parser)
        parser.add_argument(
            "--host", default="127.0.0.1", metavar="ADDRESS", help="default: 127.0.0.1"
        )
        parser.add_argument(
            "--port", type=int, default=8000, metavar="N", help="default: 8000; 0: any free one"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until the end."""
        assert self.settings is not None
        if args:
            raise UsageError("serve takes no arguments; the archive is NEWSCRAWLER_ARCHIVE")
        password = self.settings["NEWSCRAWLER_PASSWORD"]
        if not password and not _is_loopback(opts.host):
            raise UsageError(
                f"others could read the archive at {opts.host}: set NEWSCRAWLER_PASSWORD, or leave "
                "--host away to listen on this machine only"
            )
        url = self.settings["NEWSCRAWLER_ARCHIVE"]
        with open_archive(url) as archive:
            where = archive.where
            _index_words(archive)
        with _listening(opts.host, opts.port) as listening:
            self._serve(listening, url, where)

    def _serve(self, listening: socket.socket, url: str, where: str) -> None:
        assert self.settings is not None
        try:
            import uvicorn

            from newscrawler import project
            from newscrawler.reading_room.app import create_app
        except ImportError as error:
            raise UsageError(
                f"the reading room needs {error.name}: pip install 'newscrawler[serve]'"
            ) from error
        host, port = listening.getsockname()[:2]
        host = f"[{host}]" if ":" in host else host
        app = create_app(
            url,
            hosts=[*self.settings.getlist("NEWSCRAWLER_HOSTS"), host],
            password=self.settings["NEWSCRAWLER_PASSWORD"],
            full_text=self.settings.getbool("NEWSCRAWLER_FULL_TEXT"),
            seconds=self.settings.getfloat("NEWSCRAWLER_ANSWER_SECONDS"),
            rooms=project.rooms(self.settings),
        )
        # Without lifespan, which Ctrl-C would end with a traceback
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        print(f"reading room: http://{host}:{port}/ (Ctrl-C ends it)\narchive: {where}", flush=True)
        try:
            # Whether Ctrl-C is raised again in the end depends on what is under way.
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            app.state.shelf.close()
        print("\nclosed", flush=True)


def _index_words(archive: Archive) -> None:
    """Index what no crawl has indexed for search yet, for a moment, and tell what is left."""
    from newscrawler.archive import search_index, search_queue

    end = time.monotonic() + INDEX_SECONDS
    while time.monotonic() < end:
        if not archive.run(search_index.index, limit=INDEX_BATCH):
            return
    if waiting := search_queue.waiting(archive.db):
        print(f"not indexed for search yet: {waiting:,} articles; the end of")
        print("every crawl and the next start go on")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises UsageError when it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} is in use on {host}: another reading room? Choose one with --port N"
            ) from error
        raise UsageError(f"cannot listen on {host}, port {port}: {error}") from error
