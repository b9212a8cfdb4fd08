"""Notes and problems go in; sentences on what was made of a query come out, with a way back."""

from dataclasses import dataclass

from index import Note, ResultPage
from search_app.echo import may_echo
from search_app.figures import shortened
from search_app.links import Links
from search_app.request_query import Asked
from search_app.wording import wording

_LONGEST = 60  # of a query's piece within a sentence

# parameter: (key of its name where it has one, key of what is expected)
_EXPECTED = {
    "page": ("", "bad_number"),
    "per_page": ("", "bad_number"),
    "from": ("since", "bad_day"),
    "to": ("until", "bad_day"),
    "sort": ("sort", "bad_choice"),
    "accents": ("accents", "bad_choice"),
    "site": ("site", "bad_choice"),
    "section": ("section", "bad_choice"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A sentence, and the link that undoes or tries what it says, "" where there is none."""

    sentence: str
    action: str = ""
    href: str = ""


def note_views(asked: Asked, page: ResultPage, links: Links) -> tuple[NoteView, ...]:
    """What was done to the query and what could be, in the order of the notes."""
    text = wording(asked.lang)
    views = [_view(note, page, asked.lang, links) for note in page.notes]
    if page.relaxed and all(note.kind != "relaxed" for note in page.notes):
        views.append(NoteView(sentence=text[f"relaxed_{page.relaxed}"]))
    return tuple(views)


def problem_notices(asked: Asked) -> tuple[str, ...]:
    """A sentence for each parameter that could not be read; its value is not repeated."""
    text = wording(asked.lang)
    sentences = []
    for problem in asked.problems:
        name, expected = _EXPECTED.get(problem.parameter, ("", "bad_choice"))
        label = text[name] if name else problem.parameter
        sentences.append(text["bad_value"].format(name=label, expected=text[expected]))
    return tuple(dict.fromkeys(sentences))


def _view(note: Note, page: ResultPage, lang: str, links: Links) -> NoteView:
    text = wording(lang)
    if note.kind == "relaxed" and page.relaxed:
        sentence, action = text[f"relaxed_{page.relaxed}"], text["only_as_typed"]
    elif note.applied:
        sentence = text[f"note_{note.kind}"]
        action = _first(text.get(f"undo_{note.kind}"), text["undo"])
    else:
        sentence = _first(text.get(f"offer_{note.kind}"), text["offer"])
        action = text["try"]
    return NoteView(
        sentence=sentence.format(source=_quoted(note.source), target=_target(note)),
        action=action if note.changes else "",
        href=links.changed(note.changes) if note.changes else "",
    )


def _target(note: Note) -> str:
    if note.kind == "length":
        return _quoted(_tail(note.target))
    return _quoted(note.target)


def _tail(text: str) -> str:
    """The last words of a text, as many as fit."""
    if len(text) <= _LONGEST:
        return text
    _, _, words = text[-_LONGEST:].partition(" ")
    return f"…{words or text[-_LONGEST:]}"


def _quoted(text: str) -> str:
    short = shortened(text, _LONGEST)
    return short if may_echo(short) else "…"


def _first(*choices: str | None) -> str:
    return next(choice for choice in choices if choice is not None)
