"""A failure behind the door goes in, a sentence that says what to do comes out.

TimtinError
├── ArticleError         a line or page that cannot become an Article
├── ArticleMissing       the store has no article with an address
├── QueryError           a parameter no reading can rescue (a bad date, a bad page number)
├── IndexMissing         no index has been built yet
├── IndexIncompatible    the index was written in another format
├── IndexDamaged         files of the index are gone or unreadable
├── IndexCheckFailed     a new index did not pass its checks and was not published
├── IndexUnwritable      a new index could not be written and was not published
├── NothingToRollBack    no earlier generation is kept
├── WriterBusy           another process is writing
└── StoreUnusable        the article store cannot be read or written
"""


class TimtinError(Exception):
    """Root of everything timtin raises on purpose; its text is fit to be shown."""


class ArticleError(TimtinError):
    """What was given cannot become an Article; the text names the field and the value."""


class ArticleMissing(TimtinError):
    """There is no article with the address that was given."""


class QueryError(TimtinError):
    """A parameter of a query has a value that cannot be read.

    `parameter` is the name as the visitor wrote it, `value` what stood there.
    """

    def __init__(self, parameter: str, value: str, expected: str) -> None:
        self.parameter = parameter
        self.value = value
        self.expected = expected
        super().__init__(f"{parameter}={value!r} cannot be read: expected {expected}")


class IndexMissing(TimtinError):
    """There is no index to search; the text names the command that builds one."""


class IndexIncompatible(TimtinError):
    """The index on disk was written by another version; the text names both formats."""


class IndexDamaged(TimtinError):
    """The index on disk cannot be read; the text names the remedy."""


class IndexCheckFailed(TimtinError):
    """The new index was built but failed its checks; the old one still serves."""


class IndexUnwritable(TimtinError):
    """The new index could not be written; the old one still serves."""


class NothingToRollBack(TimtinError):
    """No earlier generation is kept; the text says why."""


class WriterBusy(TimtinError):
    """Another process holds the lock; the text names its process id and since when."""


class StoreUnusable(TimtinError):
    """The article store cannot be opened, read or written; the text says why."""
