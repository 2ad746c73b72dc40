"""`python -m tests.at MOMENT VERB …`: a command as users start it, at another time."""

import sys
from datetime import datetime

from newscrawler import clock
from newscrawler.__main__ import main

if __name__ == "__main__":
    moment = datetime.fromisoformat(sys.argv.pop(1))
    clock.utc = lambda: moment
    main()
