"""With which status the program ends, by what happened (docs/commands.md)."""

EXIT_STATUS = {
    "complete": 0,
    "start-up error": 1,
    "usage": 2,
    "partial": 3,
    "listing": 4,
    "blocked": 5,
    "locked": 6,
    "storage": 7,
    "suspect": 8,
    "interrupted": 9,
}
