"""Everything that parses bytes from outside, as targets of a coverage-guided fuzzer."""
