"""A page that a family cannot cope with: the crawl goes on, and its report counts the fault."""

from helpers.handmade import article, listing, serve
from helpers.world import World

from scraper.sample import SampleServer


def test_a_fault_of_the_reader_is_counted_and_costs_one_page(tmp_path):
    with SampleServer(port=0, sites=()) as server:
        names = ["/mot", "/hong", "/hai"]
        serve(
            server, "faulty-tay.example", {"/tin": listing(names)} | {name: article(f"Tin {name}") for name in names}
        )
        world = World(tmp_path, server, "helpers.handmade.spiders")
        done = world.scrapy("crawl", "faulty", code=3)
    assert "faulty: THE READER FAILED, a fault of ours: 1 x a page" in done.stdout
    assert "http://faulty-tay.example/hong" in done.stdout, "which page it was"
    assert "KeyError: 'on purpose'" in world.logs()
    assert "Traceback" in world.logs()
    archive = world.archive()
    assert archive.value("select count(*) from articles") == 2, "the others are read"
    outcome = "select outcome, reason from visits join urls on key = url_key where url like '%/hong'"
    assert tuple(archive.rows(outcome)[0])[:1] == ("failed",)
    archive.close()
