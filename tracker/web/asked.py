"""The request as the pages read it: without queries that would be taken for parts of an address."""

from __future__ import annotations

from typing import Any, Final

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

OF_ADDRESSES: Final = frozenset({"endpoint", "values", "self", "filename", "form", "noun", "ending", "lane", "place"})
"""Names that ``url_for`` or a path of the pages has for itself; no query is called so."""


class Asked(Request):
    """A request whose queries can all be put into the links of its page."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The queries; those named as a part of an address, such as ``_external`` or ``claim_id``, are left out."""
        given: MultiDict[str, str] = super().args
        kept = [pair for pair in given.items(multi=True) if not self._names_a_part(pair[0])]
        return ImmutableMultiDict[str, Any](kept)

    def _names_a_part(self, name: str) -> bool:
        return name in OF_ADDRESSES or name.startswith("_") or name in (self.view_args or {})
