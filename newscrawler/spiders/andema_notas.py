"""ANDEMA, Madrid. Known articles lead to the address of the listing; not seen live."""

from newscrawler.media_room import MediaRoomSpider


class AndemaNotasSpider(MediaRoomSpider):
    """Press releases, in Spanish; standfirst lines come before the dateline, which has the day."""

    name = "andema_notas"
    organisation = "Asociación para la Defensa de la Marca"
    seen_live = False
    hosts = ["www.andema.org", "andema.org"]
    listings = [["/index.php/actualidad/notas-de-prensa"]]
    timezone = "Europe/Madrid"
    sample = "/en/node/1627"
