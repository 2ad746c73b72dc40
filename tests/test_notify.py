"""What pages said of themselves reaches the operator as text."""

from __future__ import annotations

import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from newscrawler import notify

WORDS = "a button “<img src=http://evil.example/seen.gif>” & <a href=http://evil.example>log in</a>"


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes to be given a mail."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self.say("354 go on")
                mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(mail)
            self.say("221 bye" if verb == b"QUIT" else "250 fine")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[tuple[int, list[bytes]]]:
    """Yield the port of a mail server and what it has been given."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], server.received
        server.shutdown()


def test_a_mail_shows_the_words_of_a_page_and_loads_nothing():
    with mailbox() as (port, received):
        address = f"mailto://127.0.0.1:{port}?from=a@a.example&to=b@b.example&mode=insecure"
        notify.send(address, "newscrawler: acme: partial", WORDS)
    (mail,) = received
    read = email.message_from_bytes(mail, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    texts = {part.get_content_type(): part.get_content() for part in read.walk()}
    assert WORDS in texts["text/plain"]
    assert "<img" not in texts.get("text/html", "")
