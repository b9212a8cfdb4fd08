"""What goes wrong on the way to an article goes in, a sentence that says what to do comes out.

    TimtinError (index)
    └── CrawlError
        ├── SiteFileError      a site or profile file cannot be used; names the file and the key
        ├── ContactMissing     nobody to write to is named, so nobody's server is asked
        └── AddressRefused     the guard does not let this address be dialled

What is expected of a portal (a page that is gone, a refusal) is a value, not one of these.
"""

from index import TimtinError


class CrawlError(TimtinError):
    """Root of everything the crawler raises on purpose."""


class SiteFileError(CrawlError):
    """A site or profile file cannot be used; the text names the file and the key."""


class ContactMissing(CrawlError):
    """The crawler does not say who runs it; the text says where to write it."""


class AddressRefused(CrawlError):
    """An address outside the public network, or a port that is no web server's."""
