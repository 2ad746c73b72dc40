"""What feeds must be, by their specifications: RFC 4287, OPML 2.0, JSON Feed 1.1."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
from lxml import etree

_COMMON = """
  <define name="common">
    <optional><attribute name="xml:lang"><data type="language"/></attribute></optional>
  </define>
  <define name="id"><element name="id"><data type="anyURI"/></element></define>
  <define name="uri"><data type="anyURI"><param name="pattern">[a-z]+:.+</param></data></define>
  <define name="moment"><data type="dateTime">
    <param name="pattern">.+T[0-9:.]+(Z|[+\\-][0-9]{2}:[0-9]{2})</param></data></define>
  <define name="text"><optional><attribute name="type">
    <choice><value>text</value><value>html</value></choice></attribute></optional><text/></define>
  <define name="person"><element name="author"><element name="name">
    <data type="string"><param name="minLength">1</param></data></element></element></define>
  <define name="link"><element name="link">
    <attribute name="href"><ref name="uri"/></attribute>
    <optional><attribute name="rel"/></optional><optional><attribute name="type">
      <data type="string"><param name="pattern">.+/.+</param></data></attribute></optional>
    <optional><attribute name="title"/></optional><empty/></element></define>
"""
_ATOM = f"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="feed"><ref name="common"/><interleave>
    <ref name="id"/>
    <element name="title"><ref name="text"/></element>
    <element name="updated"><ref name="moment"/></element>
    <oneOrMore><ref name="person"/></oneOrMore>
    <oneOrMore><ref name="link"/></oneOrMore>
    <zeroOrMore><ref name="entry"/></zeroOrMore>
  </interleave></element></start>
  <define name="entry"><element name="entry"><ref name="common"/><interleave>
    <ref name="id"/>
    <element name="title"><ref name="text"/></element>
    <element name="updated"><ref name="moment"/></element>
    <optional><element name="published"><ref name="moment"/></element></optional>
    <optional><element name="date" ns="http://purl.org/dc/elements/1.1/"><text/></element></optional>
    <zeroOrMore><ref name="person"/></zeroOrMore>
    <oneOrMore><ref name="link"/></oneOrMore>
    <zeroOrMore><element name="category"><attribute name="term"/><empty/></element></zeroOrMore>
    <optional><element name="summary"><ref name="text"/></element></optional>
    <optional><element name="content"><ref name="text"/></element></optional>
  </interleave></element></define>
  {_COMMON}
</grammar>
"""
_OPML = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="opml"><attribute name="version"><value>2.0</value></attribute>
    <element name="head"><element name="title"><text/></element></element>
    <element name="body"><oneOrMore><element name="outline">
      <attribute name="type"><value>rss</value></attribute>
      <attribute name="text"/><attribute name="title"/>
      <attribute name="xmlUrl"><data type="anyURI"/></attribute>
      <attribute name="htmlUrl"><data type="anyURI"/></attribute>
      <empty/></element></oneOrMore></element>
  </element></start>
</grammar>
"""
_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "pattern": "^[a-z]+:.+"}
_MOMENT = {"type": "string", "format": "date-time"}
_AUTHORS = {"type": "array", "items": {"type": "object", "required": ["name"], "minProperties": 1}}
_ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "additionalProperties": False,
    "patternProperties": {"^_[a-z]+$": {"type": "object"}},
    "properties": {
        "id": _TEXT,
        "url": _ADDRESS,
        "external_url": _ADDRESS,
        "title": {"type": "string"},
        "summary": {"type": "string"},
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "date_published": _MOMENT,
        "date_modified": _MOMENT,
        "authors": _AUTHORS,
        "tags": {"type": "array", "items": {"type": "string"}},
        "language": {"type": "string"},
        "attachments": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["url", "mime_type"],
                "properties": {"url": _ADDRESS, "mime_type": _TEXT, "title": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
}
_JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT,
        "home_page_url": _ADDRESS,
        "feed_url": _ADDRESS,
        "next_url": _ADDRESS,
        "authors": _AUTHORS,
        "items": {"type": "array", "items": _ITEM},
    },
}

ATOM_SCHEMA = etree.RelaxNG(etree.fromstring(_ATOM))
OPML_SCHEMA = etree.RelaxNG(etree.fromstring(_OPML))
JSON_FEED_SCHEMA = jsonschema_rs.Draft202012Validator(_JSON_FEED, validate_formats=True)
