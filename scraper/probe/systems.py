"""What a page says of the system it runs on. Pure.

That is another thing than the family that reads it: most systems have no family here, and a page may call itself
anything. A generator (HTML, 4.2.5.1) is told in its own words; where there is none, paths and names that a system
puts into every page.
"""

import re
from collections.abc import Iterator

from scraper.reading import Page, clean

_LONGEST = 60  # characters of a generator that are shown
# What belongs to the generator's advertising and not to its name: an address, a slogan behind a dash.
_SLOGAN = re.compile(r" ?[;(]? ?https?://\S+| - (?!\d).*$")
# Paths that these systems serve their parts from, and names of their own scripts, from their public documentation.
_SIGNS = (
    ("Joomla", r"/media/(?:jui|system/js)/|/components/com_\w+|[?&]option=com_content"),
    ("Plone", r"\+\+(?:resource|plone)\+\+|/portal_(?:css|javascripts)/"),
    ("SharePoint", r"_spPageContextInfo|/_layouts/(?:1[4-6]/)?|/_catalogs/masterpage"),
    ("TYPO3", r"/?typo3(?:temp|conf)/|powered by TYPO3"),
    ("DotNetNuke (DNN)", r"\bdnn_ctr\d+|/DesktopModules/|dnn\.js|DNN Platform"),
    ("Umbraco", r"/umbraco/|umbraco_surface|/App_Plugins/"),
    ("Kentico", r"/CMSPages/|/getmedia/[0-9a-f-]{36}/|/Kentico\."),
    ("Sitecore", r"/-/media/|/~/media/|/sitecore/shell/"),
    ("Liferay", r"Liferay\.ThemeDisplay|[?&]p_p_id=|/html/js/liferay/|/o/frontend-js-"),
    ("Drupal", r"Drupal\.settings|data-drupal-|drupalSettings|/sites/(?:default|all)/(?:files|themes|modules)/"),
    ("WordPress", r"/wp-(?:content|includes|json)/"),
    ("NukeViet", r"nv_base_siteurl|nv_lang_(?:data|interface)|/themes/[\w.-]+/js/nv\."),
    ("Orchard", r"/Modules/Orchard\.|/OrchardCore\.|orchard-layout"),
    ("concrete5", r"CCM_(?:APPLICATION_URL|DISPATCHER_FILENAME|CID)|/concrete/(?:js|css)/"),
    ("Blogger", r"\.blogblog\.com/|www\.blogger\.com/(?:static|rearrange|feeds)|xmlns:b=.{1,9}google\.com/2005/gml/b"),
    ("Wix", r"static\.(?:wixstatic|parastorage)\.com|wix-warmup-data"),
    ("Google Sites", r"sites\.google\.com/(?:_/|view/)|goog-ws-"),
    ("Ghost", r"/ghost/(?:api|#/)|ghost-(?:url|sdk)"),
    ("DSpace", r"/dspace-?\w*/(?:css|themes)|xmlui/static"),
    ("Odoo", r"/web/assets/[\w-]+/web\.assets_|odoo\.(?:define|csrf_token)"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SIGNS)


def says(page: Page) -> Iterator[tuple[str, str]]:
    """What `page` says of its system: sentences without their subject, each with the sign that was seen.

    "calls itself Joomla! 3.9" has no other sign, "has signs of Plone" has one such as "/portal_css/".
    """
    stated = []
    for meta in page.selector.css("meta[name][content]"):
        is_generator = meta.attrib["name"].strip().lower() == "generator"  # names have no case (HTML, 4.2.5)
        if is_generator and (name := _SLOGAN.sub("", clean(meta.attrib["content"]))[:_LONGEST].strip()):
            stated.append(name)
            yield f"calls itself {name}", ""
    known = " ".join(stated).lower()
    for name, pattern in _COMPILED:
        if name.split()[0].lower() not in known and (found := pattern.search(page.text)):
            yield f"has signs of {name}", found[0]
