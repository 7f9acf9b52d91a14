"""Articles, and the versions and typed changes of one."""

from typing import Any

from scraper.site.api import fields as f
from scraper.site.api.route import Answer, Call
from scraper.site.problem import ProblemError

_PARTS = {
    "images": (f.IMAGE, "images where article_id = :id order by position"),
    "attachments": (f.ATTACHMENT, "attachments where article_id = :id order by position"),
}
ONE = f.Kind(
    "ArticleInFull",
    (
        *f.ARTICLE.fields,
        f.made("images", "array", items={"$ref": "#/components/schemas/Image"}),
        f.made("attachments", "array", items={"$ref": "#/components/schemas/Attachment"}),
        f.made("capture", "object", null=True),
    ),
)


async def one(call: Call) -> Answer:
    """One article in full: text, images, attachments, and the capture its text was read from.

    Raises ProblemError (404) when there is no such article.
    """
    key = call.values["id"]
    wanted = call.values["fields"] or ONE.names
    own = [field for field in f.ARTICLE.fields if field.name in wanted]
    # `1` keeps the SELECT valid when only parts are wanted.
    sql = f"select {f.select(own) or '1'} from articles where id = :id"  # noqa: S608 - columns of ours
    rows = await call.rows(sql, {"id": key})
    if not rows:
        raise ProblemError(call.t("api.no_article", id=key[:60]), status=404, param="id")
    found = f.load(own, rows[0])
    for name, (kind, rest) in _PARTS.items():
        if name in wanted:
            part = f"select {f.select(kind.fields)} from {rest}"  # noqa: S608 - columns of ours
            found[name] = [f.load(kind.fields, row) for row in await call.rows(part, {"id": key})]
    if "capture" in wanted:
        found["capture"] = await _capture(call, key)
    return Answer(found)


async def _capture(call: Call, key: str) -> dict[str, Any] | None:
    sql = (
        f"select {f.select(f.CAPTURE.fields)} from articles join captures on captures.id = articles.capture_id"  # noqa: S608
        " where articles.id = :id"
    )
    rows = await call.rows(sql, {"id": key})
    return f.load(f.CAPTURE.fields, rows[0]) if rows else None


async def _must_exist(call: Call) -> None:
    """Raise ProblemError when there is no such article: an empty list would say that it has no versions."""
    if not await call.rows("select 1 from articles where id = :id", {"id": call.values["id"]}):
        raise ProblemError(call.t("api.no_article", id=call.values["id"][:60]), status=404, param="id")


async def versions(call: Call) -> Answer:
    """Every text seen of one article, the newest first. Raises ProblemError (404) when there is no such article."""
    await _must_exist(call)
    chosen = f.VERSION.chosen(call.values["fields"])
    at = {"id": call.values["id"], "limit": call.limit + 1}
    where = ""
    if call.position:
        where = " and (first_seen_at, text_sha256) < (:seen, :sha)"
        at |= {"seen": call.position[0], "sha": call.position[1]}
    sql = (
        f"select {f.select(chosen)}, first_seen_at as _seen, text_sha256 as _sha from versions"  # noqa: S608
        f" where article_id = :id{where} order by first_seen_at desc, text_sha256 desc limit :limit"
    )
    rows = await call.rows(sql, at)
    return page(call, rows, chosen, ("_seen", "_sha"))


async def changes(call: Call) -> Answer:
    """What each version of one article changed against the one before, the newest first.

    Raises ProblemError (404) when there is no such article.
    """
    await _must_exist(call)
    chosen = f.CHANGE.chosen(call.values["fields"])
    at = {"id": call.values["id"], "limit": call.limit + 1}
    where = ""
    if call.position:
        where = " and (seen_at, to_sha256, from_sha256, position) < (:seen, :to, :from, :position)"
        at |= dict(zip(("seen", "to", "from", "position"), call.position, strict=True))
    sql = (
        f"select {f.select(chosen)}, seen_at as _seen, to_sha256 as _to, from_sha256 as _from, position as _position"  # noqa: S608
        f" from changes where article_id = :id{where}"
        " order by seen_at desc, to_sha256 desc, from_sha256 desc, position desc limit :limit"
    )
    rows = await call.rows(sql, at)
    return page(call, rows, chosen, ("_seen", "_to", "_from", "_position"))


def page(call: Call, rows: list[Any], chosen: tuple[f.Field, ...], keys: tuple[str, ...]) -> Answer:
    """The answer to `call` from `rows`, read with one more than fit on a page: the page, and where the next begins.

    Objects have the fields `chosen`; `keys` are the columns that order the list, and so make the position.
    """
    shown = rows[: call.limit]
    following = [shown[-1][key] for key in keys] if len(rows) > call.limit else None
    return Answer([f.load(chosen, row) for row in shown], following)
