"""What was learnt of pages with known contents: decision trees as code, one module a question.

Each module is written by `python -m bench.train`, never by hand, and has one function:
`score(features)` takes the numbers of one candidate, in the order of `NAMES` of the module that
counts them, and returns the log of the odds that it is right.
"""
