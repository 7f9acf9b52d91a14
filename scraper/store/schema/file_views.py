"""Views that tell which capture holds which file of an article.

Joins, not columns: an article may come before its files or after them, and neither has to be written again.
"""

# A file may have been asked for under an address that redirects: `reached` are the addresses it led to, and "hops <
# 10" ends circles. Of several captures of a file the newest counts; a revisit has its size from the capture with the
# body.
_VIEW = """
create view {view} as
select {table}.article_id, {table}.position, {table}.{url}, {more},
    kept.id as capture_id, kept.captured_at, kept.url as file_url, kept.mime as type,
    coalesce(kept.payload_length, original.payload_length) as size, kept.payload_digest as digest
from {table} left join captures as kept on kept.id = (
    with recursive reached(id, hops) as (
        select {table}.file_id, 0
        union select captures.location_id, hops + 1 from reached join captures on captures.page_id = reached.id
        where captures.location_id is not null and hops < 10
    )
    select found.id from reached join captures as found on found.page_id = reached.id
    where found.read_as = 'file' order by found.captured_at desc, found.id desc limit 1
) left join captures as original on original.id = kept.refers_to;
"""
FILE_VIEWS = _VIEW.format(
    view="attachment_files", table="attachments", url="url", more="attachments.name"
) + _VIEW.format(view="image_files", table="images", url="src", more="images.caption, images.credit")
