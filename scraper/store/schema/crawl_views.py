"""Views of archive.db: the reports of crawls, and what the archive does not have.

Reports of crawls add up tables `tallies` and `chains`, a few rows for each crawl; gaps by month and number read two
small tables that every crawl brings up to date for its portal (`store.ledger.gaps`). So they are quick at any size.
Skipped and missing pages are found by an index of outcomes, as many as there are such pages.
"""

# In crawl_report, tallies and chains are summed in subqueries of their own before they are joined: joined as they are,
# every chain would count every tally once more.

CRAWL_VIEWS = """
create view crawl_report as
select c.id as crawl_id, c.portal_id, c.started_at, c.ended_at, c.state,
    case when c.ended_at is null then c.state
         when t.failed > 0 or g.gaps > 0 then 'incomplete'
         when t.not_reached > 0 then 'limited' else 'complete' end as completeness,
    t.requests, t.stored as new_articles, t.changed as changed_articles, t.unchanged as unchanged_articles,
    t.list_pages, t.files, t.other, t.redirects, t.gone, t.robots, t.out_of_scope, t.failed, t.not_reached, t.retries,
    ifnull(g.gaps, 0) as list_gaps, c.captures, t.bytes,
    round((julianday(c.ended_at) - julianday(c.started_at)) * 86400, 1) as seconds, c.problems
from crawls c
left join (
    select crawl_id, sum(requests) as requests, sum(bytes) as bytes,
        sum(case outcome when 'stored' then requests else 0 end) as stored,
        sum(case outcome when 'changed' then requests else 0 end) as changed,
        sum(case outcome when 'unchanged' then requests else 0 end) as unchanged,
        sum(case outcome when 'listing' then requests else 0 end) as list_pages,
        sum(case outcome when 'file' then requests else 0 end) as files,
        sum(case outcome when 'other' then requests else 0 end) as other,
        sum(case outcome when 'redirect' then requests else 0 end) as redirects,
        sum(case outcome when 'gone' then requests else 0 end) as gone,
        sum(case outcome when 'robots' then requests else 0 end) as robots,
        sum(case outcome when 'out_of_scope' then requests else 0 end) as out_of_scope,
        sum(case outcome when 'failed' then requests else 0 end) as failed,
        sum(case outcome when 'not_reached' then requests else 0 end) as not_reached,
        sum(case outcome when 'retry' then captures else 0 end) as retries
    from tallies group by crawl_id
) t on t.crawl_id = c.id
left join (
    select crawl_id, count(*) as gaps from chains where state in ('broken', 'short') group by crawl_id
) g on g.crawl_id = c.id;

create view crawl_outcomes as
select crawl_id, outcome, reason, sum(requests) as requests, sum(captures) as captures, sum(bytes) as bytes
from tallies group by crawl_id, outcome, reason;

create view crawl_hosts as
select crawl_id, host, sum(requests) as requests, sum(captures) as captures, sum(bytes) as bytes,
    sum(case when status between 200 and 299 then captures else 0 end) as ok,
    sum(case when status between 300 and 399 then captures else 0 end) as redirects,
    sum(case when status between 400 and 499 then captures else 0 end) as client_errors,
    sum(case when status >= 500 then captures else 0 end) as server_errors,
    sum(case when outcome = 'failed' and status = 0 then requests else 0 end) as no_answer,
    round(sum(seconds) / nullif(sum(timed), 0), 3) as mean_seconds, round(max(slowest), 3) as slowest_seconds
from tallies group by crawl_id, host;

create view crawl_codes as
select crawl_id, status, sum(captures) as captures, sum(bytes) as bytes
from tallies where captures > 0 group by crawl_id, status;

create view list_gaps as
select crawl_id, substr(crawl_id, 1, instr(crawl_id, '/') - 1) as portal_id, state, url, pages, stated, seen, held,
    broken_url, outcome, status, reason, page, last_page, missing
from chains where state in ('broken', 'short');

create view skipped_pages as
select v.crawl_id, u.portal_id, u.url, v.outcome, v.reason, u.kind, v.capture_id
from visits v join urls u on u.key = v.url_key where v.outcome in ('out_of_scope', 'robots', 'other');

create view missing_pages as
select v.crawl_id, u.portal_id, u.url, v.outcome, coalesce(f.detail, v.reason) as reason, c.status, u.kind,
    v.capture_id
from visits v join urls u on u.key = v.url_key
left join captures c on c.id = v.capture_id
left join failures f on f.id = v.crawl_id || '#' || v.url_key
where v.outcome in ('failed', 'gone');
"""

# A month has few articles when it has less than a quarter of the median of the portal's months that have any. The
# median, not the mean: one month with very many articles would make all others look poor. The first and the last month
# are not judged: they may be halves. SQLite has no median(), so `middle` takes the mean of the one or two rows in the
# middle; `calendar` makes the months that have no row.
GAP_VIEWS = """
create view gaps_by_month as
with recursive middle as (
    select portal_id, avg(articles) as median from (
        select portal_id, month, articles, count(*) over (partition by portal_id) as months,
            row_number() over (partition by portal_id order by articles) as place from article_months
    ) where place in ((months + 1) / 2, (months + 2) / 2) group by portal_id
), span as (
    select portal_id, min(month) as first, max(month) as last from article_months group by portal_id
), calendar(portal_id, month, last) as (
    select portal_id, first, last from span
    union all
    select portal_id, strftime('%Y-%m', month || '-01', '+1 month'), last from calendar where month < last
)
select c.portal_id, c.month, ifnull(n.articles, 0) as articles, m.median as usual_articles,
    case when n.articles is null then 'none' else 'few' end as gap
from calendar c join middle m on m.portal_id = c.portal_id join span s on s.portal_id = c.portal_id
left join article_months n on n.portal_id = c.portal_id and n.month = c.month
where n.articles is null or (n.articles < m.median / 4 and c.month > s.first and c.month < s.last);

create view gaps_by_number as
select portal_id, family, series, first_number, last_number, numbers, usual_step,
    round(numbers / usual_step, 1) as usual_steps
from number_gaps;
"""

VIEWS = CRAWL_VIEWS + GAP_VIEWS
