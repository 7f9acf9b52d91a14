"""Table `stats_day`: how many articles there are of each portal and day of publication, kept by triggers.

What counts articles (home, portals, timeline, figures of the API) reads this instead of a million rows. Triggers, not
code: every way to write an article keeps the counts true.
"""

_PORTAL = "ifnull({row}.portal_id, '')"
_DAY = "ifnull(substr({row}.published_at, 1, 10), '')"

_MORE = f"""
    insert into stats_day (portal_id, day, articles) values ({_PORTAL}, {_DAY}, 1)
    on conflict(portal_id, day) do update set articles = articles + 1;
""".format(row="new")
_LESS = f"""
    update stats_day set articles = articles - 1 where portal_id = {_PORTAL} and day = {_DAY};
    delete from stats_day where portal_id = {_PORTAL} and day = {_DAY} and articles = 0;
""".format(row="old")

# '' stands for no portal and for no date, so that both can be part of the key: in SQLite null equals nothing, and
# every article without a date would be a row of its own.
STATS = f"""
create table stats_day (
    portal_id text not null, day text not null, articles integer not null, primary key (portal_id, day)
) strict, without rowid;
create trigger stats_day_insert after insert on articles begin {_MORE} end;
create trigger stats_day_delete after delete on articles begin {_LESS} end;
create trigger stats_day_update after update of portal_id, published_at on articles
when old.portal_id is not new.portal_id or substr(old.published_at, 1, 10) is not substr(new.published_at, 1, 10)
begin {_LESS} {_MORE} end;
"""
