"""What `scrapy probe` does: look at a site nobody has a spider for, and say how it could be read.

In come pages, over the network (`live`, `client`) or as somebody saved them (`stored`); `findings` gathers what each
tells (`look`, `marks`) into a verdict; out come a report (`show`) or a spider file with fixtures (`write`). Imports
families, reading, intake and portals; of crawl only which hosts are sample portals.
"""
