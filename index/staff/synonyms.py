"""The text of synonyms.toml goes in; the groups of equal wordings, and the mistakes, come out.

[[synonym]]
words = ["xe buýt nhanh", "BRT"]     # each finds the others

[[synonym]]
words = ["lũ quét", "thiên tai"]
one_way = true                       # only the first finds the others
"""

from index.entities.abbreviations import Meaning
from index.entities.typed import words_of
from index.staff.entries import Entry, Mistake, entries_of, known_keys, parse, texts_of
from index.text.composition import compose

_FEWEST = 2  # wordings: one has nothing to be equal to
_LONGEST = 12  # syllables of a wording: longer ones are sentences
_KEYS = ("words", "one_way")


def read_synonyms(text: str) -> tuple[tuple[Meaning, ...], tuple[Mistake, ...]]:
    """The staff's synonyms, as `Tables.with_synonyms` takes them, and the mistakes by line."""
    text = compose(text)
    whole, mistakes = parse(text)
    seen: dict[object, int] = {}
    meanings = [
        meaning
        for entry in entries_of(whole, "synonym", text, mistakes)
        for meaning in [_meaning(entry, seen, mistakes)]
        if meaning
    ]
    return tuple(meanings), tuple(sorted(mistakes))


def _meaning(entry: Entry, seen: dict[object, int], mistakes: list[Mistake]) -> Meaning | None:
    known_keys(entry, _KEYS, mistakes)
    texts = texts_of(entry, "words", mistakes)
    one_way = entry.values.get("one_way", False)
    line = entry.line_of("words")
    if not isinstance(one_way, bool):
        sentence = f"“one_way” chỉ nhận true hoặc false. ('one_way' is {one_way!r})"
        mistakes.append(Mistake(entry.line_of("one_way"), sentence))
        return None
    kept: dict[object, str] = {}
    for text in texts:
        words = words_of(text)
        if not 0 < len(words) <= _LONGEST:
            sentence = f"“{text}” phải có từ 1 đến {_LONGEST} âm tiết. ({len(words)} words in it)"
            mistakes.append(Mistake(line, sentence))
        elif words in kept or (words in seen and not one_way):
            where = seen.get(words, line)
            sentence = f"“{text}” đã có ở dòng {where}. (duplicate of line {where})"
            mistakes.append(Mistake(line, sentence))
        else:
            kept[words] = text
    if len(kept) < _FEWEST:
        if "words" in entry.values:
            sentence = "Cần ít nhất hai từ ngữ khác nhau. (fewer than two different wordings)"
            mistakes.append(Mistake(line, sentence))
        return None
    if not one_way:
        seen.update(dict.fromkeys(kept, line))
    return Meaning((), tuple(kept.values()), equal=True, one_way=one_way)
