"""A command for every list, made from what its documents say of it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kinescope_tui.headless.options import form, output_format, pages, place, together
from kinescope_tui.headless.signed_in import run_signed_in
from kinescope_tui.resources.listing import Facet, Listing

if TYPE_CHECKING:
    from kinescope_tui.api.order import Order
    from kinescope_tui.services.workspace.session import Session

F = TypeVar("F", bound=Callable[..., Any])

_AGE = "created_at"
_VIDEOS = "videos"
_NOT_FOR_ALL = {"--order": "sorting for", "--search": "search in", "--query": "search in"}


class _ListCommand(click.Command):
    """A command that says what its list is not documented to do."""

    things = ""

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        """Take the words of the command line."""
        try:
            return super().parse_args(context, words)
        except click.NoSuchOption as error:
            if missing := _NOT_FOR_ALL.get(error.option_name):
                told = f"The API does not document {missing} {self.things}, so there is no"
                raise click.UsageError(f"{told} {error.option_name}.", context) from None
            raise


def list_command(listing: Listing) -> click.Command:
    """Return the command that writes a list."""
    order = [_order(listing)] if listing.sort_fields else []
    search = [_search(listing)] if listing.is_searchable else []
    facets = [_facet(facet, listing.plural) for facet in listing.facets]

    indexed = [_indexed] if listing.name == _VIDEOS else []

    @together(*search, *facets, *order, *indexed, pages, form, place)
    @click.pass_context
    def write(context: click.Context, /, **options: Any) -> None:
        _write(context, listing, options)

    told, of_all = f"Print the {listing.plural} of the workspace", ""
    if listing.heading:
        told = f"Print your own list: {listing.heading}"
    if listing.default_order.level(_AGE):
        told += ", newest first"
        of_all = "With --all, oldest first unless --order says otherwise."
    texts = filter(None, (f"{told}.", of_all, listing.hint))
    command = click.command(listing.name, _ListCommand, help="\n\n".join(texts))(write)
    command.things = listing.plural
    return command


def _indexed(function: F) -> F:
    """Add the options that ask the index instead of the server."""
    told = "Query the index built by `index` instead of the server."
    where = "Only videos that match, e.g. privacy=anywhere, size>10GB, title=twice; needs"
    conditions = click.option(
        "--where", multiple=True, metavar="CONDITION", help=f"{where} --indexed. Repeatable."
    )
    return click.option("--indexed", "is_indexed", is_flag=True, help=told)(conditions(function))


def _order(listing: Listing) -> Callable[[F], F]:
    fields = listing.sort_fields

    def complete(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
        before = begun[: begun.rfind(",") + 1]
        words = [f"{before}{field}.{way}" for field in fields for way in ("asc", "desc")]
        return [word for word in words if word.startswith(begun)]

    return click.option(
        "--order",
        callback=_parsed_order,
        metavar="FIELD.asc|desc,…",
        shell_complete=complete,
        help=f"Sort on the server. Fields: {', '.join(fields)}.",
    )


def _parsed_order(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> "Order | None":
    if text is None:
        return None
    from kinescope_tui.api.order import Order

    try:
        return Order.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _search(listing: Listing) -> Callable[[F], F]:
    told = f"Only {listing.plural} that match this text."
    return click.option("--search", "--query", "search", default="", metavar="TEXT", help=told)


def _facet(facet: Facet, things: str) -> Callable[[F], F]:
    """Return the option that narrows a list by a facet: a flag, a choice, or an id."""
    name, key = f"--{facet.option}", _key(facet)
    words = [word for word, _ in facet.choices]
    if words == ["true"]:
        return click.option(
            name, key, flag_value="true", help=f"Only {things} {facet.choices[0][1].text}."
        )
    if words == ["true", "false"]:
        told = f"Only {things} that are {facet.label}, or only those that are not."
        return click.option(name, key, type=click.Choice(words), help=told)
    again = "; repeatable" if facet.is_multiple else ""
    kind = click.Choice(words) if words else None
    return click.option(
        name,
        key,
        multiple=facet.is_multiple,
        type=kind,
        metavar=None if words else "ID" if facet.parameter.endswith("_id") else "TEXT",
        help=f"Filter {things} by {facet.label}{again}.",
    )


def _key(facet: Facet) -> str:
    return f"facet_{facet.option.replace('-', '_')}"


def _write(context: click.Context, listing: Listing, options: dict[str, Any]) -> None:
    """Write a list, and end the program."""
    alone = {"--all": options["is_all"], "--limit": options["limit"], "--page": options["number"]}
    _exclude(alone)
    filters: list[tuple[str, str]] = []
    for facet in listing.facets:
        given = options[_key(facet)]
        values: Sequence[str] = given if facet.is_multiple else [given or ""]
        filters += [(facet.parameter, value) for value in values if value]
    given_facets = {facet.parameter: facet for facet in listing.facets if options[_key(facet)]}
    for facet in given_facets.values():
        for other in filter(None, map(given_facets.get, facet.excludes)):
            if facet.parameter in other.excludes:
                _exclude({f"--{facet.option}": True, f"--{other.option}": True})
    style = output_format(options)
    if options.get("where") and not options["is_indexed"]:
        raise click.UsageError("--where only works together with --indexed.")

    async def ask(session: "Session") -> None:
        if options.get("is_indexed"):
            from kinescope_tui.headless.indexed import view_of, write_indexed

            await write_indexed(session, view_of(options, filters), options, style)
            return
        from kinescope_tui.api.order import Order
        from kinescope_tui.headless.list_rows import Pages, list_rows
        from kinescope_tui.resources.registry import resource_of
        from kinescope_tui.services.lists.view import View

        order, search = options.get("order") or Order(), options.get("search", "").strip()
        view = View(order, search, tuple(filters))
        number = options["number"] or 1
        wanted = Pages(options["is_all"], options["limit"], number, options["per_page"])
        resource = resource_of(listing)
        if listing.name == "invoices":
            from kinescope_tui.resources.invoices import invoices_by

            resource = invoices_by(session.analytics.now.date)
        await list_rows(session, resource, view, wanted, style)

    run_signed_in(context, ask, options)


def _exclude(given: dict[str, Any]) -> None:
    names = [name for name, value in given.items() if value]
    if len(names) > 1:
        raise click.UsageError(f"Use only one of {' and '.join(names)}.")
