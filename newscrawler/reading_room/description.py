"""The API as OpenAPI 3.1 describes it; `api` answers by the same table, so that neither can lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from newscrawler import __version__

MOST_TEXT, MOST_ID = 4000, 2**63 - 1
PROBLEM_TYPE = "application/problem+json"
PROBLEMS = {
    "WrongRequest": "A value is missing, unknown or wrong; `detail` says what to write",
    "NotHeld": "The archive holds no such room or article",
    "Failed": "A defect; the output of the reading room has it, the answer does not",
    "NotNow": "It takes too long, too much is asked at a time, or the archive cannot be read",
    "Refused": "401 without the password, 405 for anything but reading, 410 for a release that was "
    "erased for good, 421 for a foreign Host, 429 after wrong passwords",
}


class WrongRequestError(ValueError):
    """A parameter is missing, unknown or not what it must be; the message says which."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the query. `schema` is JSON Schema; a list is given by repeating the name."""

    name: str
    schema: Mapping[str, Any]
    meaning: str
    required: bool = False

    def read(self, given: Sequence[str]) -> Any:
        """Return the value; None where it is not given. Raises WrongRequestError."""
        if not given:
            if self.required:
                raise WrongRequestError(f"{self.name} is missing: {self.meaning}")
            return self.schema.get("default")
        if self.schema["type"] == "array":
            return [self._one(text, self.schema["items"]) for text in given]
        if len(given) > 1:
            raise WrongRequestError(f"{self.name} is given {len(given)} times")
        return self._one(given[0], self.schema)

    def _one(self, text: str, schema: Mapping[str, Any]) -> Any:
        if schema["type"] == "integer":
            return self._integer(text, schema)
        if schema.get("enum") and text not in schema["enum"]:
            raise WrongRequestError(f"{self.name} must be one of {', '.join(schema['enum'])}")
        if not schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", MOST_TEXT):
            raise WrongRequestError(f"{self.name} is empty or too long")
        return text

    def _integer(self, text: str, schema: Mapping[str, Any]) -> int:
        low, high = schema["minimum"], schema["maximum"]
        is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ID))
        if not is_number or not low <= int(text) <= high:
            raise WrongRequestError(f"{self.name} must be a number from {low} to {high}")
        return int(text)

    def described(self) -> dict[str, Any]:
        """Return the parameter in OpenAPI's words."""
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.meaning,
            "schema": dict(self.schema),
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API: what it takes, what it gives, and the function that answers.

    With `may_miss` the answer to what is not held is 404.
    """

    path: str
    summary: str
    answer: Callable[..., Any]
    gives: Mapping[str, Any]
    parameters: Sequence[Parameter] = field(default_factory=tuple)
    may_miss: bool = False

    def read(self, request: Request) -> dict[str, Any]:
        """Return the values of a request. Raises WrongRequestError."""
        query = request.query_params
        unknown = set(query) - {parameter.name for parameter in self.parameters}
        if unknown:
            raise WrongRequestError(f"there is no parameter {min(unknown)!r} here")
        return {each.name: each.read(query.getlist(each.name)) for each in self.parameters}

    def described(self) -> dict[str, Any]:
        """Return the operation in OpenAPI's words."""
        told = {"400": "WrongRequest", "404": "NotHeld", "500": "Failed", "503": "NotNow"}
        if not self.may_miss:
            del told["404"]
        answers = {status: _reference(name) for status, name in told.items()}
        answers["default"] = _reference("Refused")
        return {
            "get": {
                "summary": self.summary,
                "operationId": self.path.removeprefix("/api/") or "index",
                "parameters": [parameter.described() for parameter in self.parameters],
                "responses": {"200": _answer("What was asked for", self.gives), **answers},
            }
        }


def _answer(
    meaning: str, schema: Mapping[str, Any], media_type: str = "application/json"
) -> dict[str, Any]:
    return {"description": meaning, "content": {media_type: {"schema": dict(schema)}}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}


def _components() -> dict[str, Any]:
    problem = {"$ref": "#/components/schemas/Problem"}
    return {
        "schemas": {"Problem": record(title=TEXT, status=NUMBER, detail=TEXT)},
        "responses": {
            name: _answer(meaning, problem, PROBLEM_TYPE) for name, meaning in PROBLEMS.items()
        },
    }


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the description of the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "newscrawler",
            "version": __version__,
            "description": "The record of media rooms, read-only. Lists are paged: give `next` of "
            "a page as `after`. Events go on after an id and are never missed.",
        },
        "paths": {operation.path: operation.described() for operation in operations},
        "components": _components(),
    }


# ── schemas ──


def record(**fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has at least these fields."""
    return {"type": "object", "required": list(fields), "properties": dict(fields)}


def listed(item: Mapping[str, Any], **more: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a page of a list."""
    return record(items={"type": "array", "items": dict(item)}, next=OR_TEXT, **more)


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that may be null."""
    return {**schema, "type": [schema["type"], "null"]}


TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
FLAG: dict[str, Any] = {"type": "boolean"}
OR_TEXT = or_null(TEXT)
COUNTS = {"type": "object", "additionalProperties": NUMBER}
TEXTS = {"type": "array", "items": TEXT}
OBJECT: dict[str, Any] = {"type": "object"}
RELEASE = record(
    room=TEXT,
    key=TEXT,
    url=TEXT,
    state={"enum": ["live", "withdrawn", "moved"]},
    revision=NUMBER,
    title=OR_TEXT,
    breadcrumb=TEXTS,
    byline=TEXTS,
    language=OR_TEXT,
    create_time=OR_TEXT,
    create_time_precision=OR_TEXT,
    first_stored_at=TEXT,
    checked_at=TEXT,
    opening=TEXT,
)
ARTICLE = record(
    room=TEXT,
    key=TEXT,
    url=TEXT,
    revision=NUMBER,
    newest=NUMBER,
    cause={"enum": ["first", "publisher", "extractor", "template"]},
    state={"enum": ["live", "withdrawn", "moved"]},
    title=OR_TEXT,
    body=OR_TEXT,
    body_html=OR_TEXT,
    content_hash=TEXT,
    crawled_at=TEXT,
    is_full_text=FLAG,
)
ROOM = record(
    room=TEXT,
    organisation=OR_TEXT,
    articles=COUNTS,
    gaps=COUNTS,
    first_release=OR_TEXT,
    last_release=OR_TEXT,
    next_check_at=OR_TEXT,
    is_complete=FLAG,
    last_run=or_null(OBJECT),
)
RUN = record(
    id=NUMBER, room=TEXT, started_at=TEXT, ended_at=OR_TEXT, outcome=OR_TEXT, counts=OBJECT
)
GAP = record(room=TEXT, key=OR_TEXT, url=TEXT, state=TEXT, reason=OR_TEXT, attempts=NUMBER)
EVENT = record(id=NUMBER, at=TEXT, room=TEXT, key=OR_TEXT, kind=TEXT)
PIECES = {"type": "array", "items": record(text=TEXT, is_match=FLAG)}
HIT = record(
    room=TEXT,
    key=TEXT,
    url=TEXT,
    revision=NUMBER,
    state=TEXT,
    title=PIECES,
    text=PIECES,
    section=PIECES,
    written_by=PIECES,
)
