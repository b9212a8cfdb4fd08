"""Notes and problems go in; sentences on what was made of a query come out, with ways back."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from index import Note, ResultPage
from search_app.echo import may_echo
from search_app.figures import day, shortened
from search_app.links import Links
from search_app.request_query import Asked
from search_app.wording import wording

_LONGEST = 60  # of a query's piece within a sentence
_MOST_LETTERS = 180  # shown at once: some five lines of a phone, the rest is folded away
_PAIRED = frozenset({"abbreviation", "place"})  # both sides of the reading are named
# Lines in the order of what they change about the results.
_ORDER = (
    "relaxed",
    "keystrokes",
    "encoding",
    "accents",
    "spelling",
    "length",
    "exclusion",
    "pinned",
    "number",
    "abbreviation",
    "date",
    "place",
    "shortened",
)
_PRESSING = frozenset({"exclusion"})  # offered beside what was done, for it mends that

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
class NoteLink:
    """A way to undo or to try what a note says."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """One line: a sentence, and the links behind it. `kind` is "" where it is about no reading."""

    sentence: str
    links: tuple[NoteLink, ...] = ()
    kind: str = ""
    applied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesView:
    """What is shown at once, what is folded away under a label, and the way out of all readings."""

    shown: tuple[NoteView, ...]
    folded: tuple[NoteView, ...]
    more: str
    literal: NoteLink | None


def notes_view(asked: Asked, page: ResultPage, links: Links) -> NotesView:
    """What was done to the query and what could be: one line for all notes of a kind.

    What the page suggests already is not offered again.
    """
    text = wording(asked.lang)
    views = note_views(asked, page, links)
    ends = accumulate(map(_letters, views))
    count = max(1, sum(end <= _MOST_LETTERS for end in ends))
    folded = views[count:]
    literal = NoteLink(label=text["literal"], href=links.changed([("literal", "1")]))
    return NotesView(
        shown=views[:count],
        folded=folded,
        more=text["more_notes"].format(count=len(folded)),
        literal=literal if any(view.applied for view in views) else None,
    )


def note_views(asked: Asked, page: ResultPage, links: Links) -> tuple[NoteView, ...]:
    """One line for all notes of a kind, the weightiest first."""
    lines: dict[tuple[str, bool], list[Note]] = {}
    for note in page.notes:
        if note.changes != (("q", page.suggestion),):
            lines.setdefault((_wording_of(note), note.applied), []).append(note)
    if page.relaxed and not any(kind == "relaxed" for kind, _ in lines):
        sentence = wording(asked.lang)[f"relaxed_{page.relaxed}"]
        first: list[NoteView] = [NoteView(sentence=sentence)]
    else:
        first = []
    ordered = sorted(lines.items(), key=lambda line: _place(*line[0]))
    views = (_view(name, notes, page, asked.lang, links) for (name, _), notes in ordered)
    return (*first, *views, *_switched_off(asked, links))


def problem_notices(asked: Asked) -> tuple[str, ...]:
    """A sentence for each parameter that could not be read; its value is not repeated."""
    text = wording(asked.lang)
    sentences = []
    for problem in asked.problems:
        name, expected = _EXPECTED.get(problem.parameter, ("", "bad_choice"))
        label = text[name] if name else problem.parameter
        sentences.append(text["bad_value"].format(name=label, expected=text[expected]))
    return tuple(dict.fromkeys(sentences))


def _letters(view: NoteView) -> int:
    return len(view.sentence) + sum(len(link.label) + 2 for link in view.links)


def _wording_of(note: Note) -> str:
    """The name of a note's sentences: a long form that also finds its short one says less."""
    shortened_too = note.kind == "abbreviation" and note.applied
    if shortened_too and len(note.target) < len(note.source):
        return "shortened"
    return note.kind


def _place(name: str, applied: bool) -> tuple[bool, int]:  # noqa: FBT001 - half of a key
    """Where a line stands: what was done before what could be, the smallest matter last."""
    return not applied and name not in _PRESSING, _ORDER.index(name)


def _view(name: str, notes: list[Note], page: ResultPage, lang: str, links: Links) -> NoteView:
    text, note = wording(lang), notes[0]
    if not note.applied:
        sentence = text.get(f"offer_{name}", text["offer"])
        offered = tuple(
            NoteLink(label=_label(one, lang), href=links.changed(one.changes)) for one in notes
        )
        return NoteView(sentence=sentence, links=offered, kind=note.kind)
    relaxed = page.relaxed if name == "relaxed" else None
    sentence = text[f"relaxed_{relaxed}" if relaxed else f"note_{name}"]
    undo = text.get(f"undo_relaxed_{relaxed}" if relaxed else f"undo_{note.kind}", text["undo"])
    back = NoteLink(label=undo, href=links.changed(note.changes))
    pair = text["paired" if name in _PAIRED else "alone"]
    what = ", ".join(
        pair.format(source=_quoted(one.source), target=_quoted(one.target)) for one in notes
    )
    return NoteView(
        sentence=sentence.format(source=_quoted(note.source), target=_target(note), what=what),
        links=(back,) if note.changes else (),
        kind=note.kind,
        applied=True,
    )


def _label(note: Note, lang: str) -> str:
    """What an offered note would lead to."""
    text, changes = wording(lang), dict(note.changes)
    if note.kind == "date" and {"from", "to"} <= changes.keys():
        since, until = (day(date.fromisoformat(changes[name]), lang) for name in ("from", "to"))
        key = "offered_day" if since == until else "offered_days"
        return text[key].format(since=since, until=until)
    if note.kind in _PAIRED:
        pair = text["offered_pair"]
        return pair.format(source=_quoted(note.source), target=_quoted(note.target))
    return _quoted(note.target)


def _switched_off(asked: Asked, links: Links) -> tuple[NoteView, ...]:
    """The way back from a page where readings are off."""
    query = asked.query
    if not query.literal and not query.off:
        return ()
    text = wording(asked.lang)
    kept = tuple(pair for pair in links.parameters if pair[0] not in {"literal", "off"})
    on = NoteLink(label=text["readings_on"], href=Links(links.path, kept).changed([("page", "")]))
    return (NoteView(sentence=text["literal_now" if query.literal else "off_now"], links=(on,)),)


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
