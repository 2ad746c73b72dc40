"""newscrawler keeps the public record of an organisation's own words.

Reading order: `items` (what a crawl yields), `media_room` (the crawl, whole), `crawl` (what it is
made of), `extract` (page in, values with evidence out), `pipelines` (what happens to an article),
`archive` (the record), `monitor` (how a run ends), then `spiders`, one file per media room.
`docs/architecture.md` has a map of all modules.
"""

__version__ = "0.1.0"
