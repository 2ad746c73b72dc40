"""The reading room: the archive as web pages, feeds and an API, for people without a terminal.

Reading order: `app` (what there is), `shelf` (the way to the archive), `paths` (addresses),
`pages`.
Nothing here writes; nothing that a crawled site wrote runs or loads.
"""
