"""newscrawler keeps the public record of an organisation's own words.

Reading order: `items` (what a crawl yields), `media_room` (the crawl, whole), `extract` (page in,
values with evidence out), `pipelines` (what happens to an article), `attachments` (the documents
that it links to), `archive` (the record), `monitor` (how a run ends), then `spiders`, one file per
media room. `docs/architecture.md` has a map of all modules.
"""

__version__ = "0.1.0"
