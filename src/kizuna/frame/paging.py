"""Page numbers: which piece of a long list, and a number from the address that may be nonsense."""

from dataclasses import dataclass

PER_PAGE = 20


@dataclass(frozen=True)
class Page:
    """One page of a list. Its names are those of Django's Page, so `frame/pages.html` shows either."""

    number: int
    pages: int
    total: int
    per_page: int

    @property
    def start(self) -> int:
        """Index of its first item, from 0: the offset of a query."""
        return (self.number - 1) * self.per_page

    @property
    def stop(self) -> int:
        """Index after its last item."""
        return min(self.start + self.per_page, self.total)

    @property
    def has_previous(self) -> bool:
        """Whether a page stands before it."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1


def page_of(total: int, asked: object, per_page: int = PER_PAGE) -> Page:
    """The page that was asked for; the first for nonsense, the last for a number that is too high."""
    pages = max(1, -(-total // per_page))
    try:
        wanted = int(str(asked))
    except ValueError:
        wanted = 1
    return Page(min(max(1, wanted), pages), pages, total, per_page)
