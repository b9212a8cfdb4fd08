"""The fields of the index: their names and what a token weighs; nothing in, a table out.

Names and weights are part of the format on disk.
"""

from index.ranking import FIELD_WEIGHTS

TEXT_ACCENTED, TEXT_FOLDED = "text_accented", "text_folded"
TITLE_ACCENTED, TITLE_FOLDED = "title_accented", "title_folded"
PAIRS_ACCENTED, PAIRS_FOLDED = "pairs_accented", "pairs_folded"
IDENTITY = "identity"
# Columns by document, beside the fields.
SITE, SECTION = "site", "section"
PUBLISHED = "published"  # microseconds since 1970
IDENTITY_NUMBERS = "identity_numbers"  # the term of each document in the field of identities

WEIGHT_UNIT = 0.5  # the greatest number that all field weights are whole counts of


def token_weight(field: str) -> int:
    """What one token of an article's field weighs, in units of WEIGHT_UNIT."""
    return round(FIELD_WEIGHTS[field].value / WEIGHT_UNIT)


USUAL_WEIGHT = token_weight("body")
