"""How a portal's spider is named. The rule in words, with its reasons, is docs/portal-names.md.

`scrapy probe --write` refuses names that break the rule, and a test checks those of the bundled spiders.
"""

import re

from scraper.vietnamese.provinces import province_of_place

# Short forms that may stand in a name, because the unit's own host is called so.
ABBREVIATIONS = {
    "btgdv": "Ban Tuyên giáo và Dân vận",
    "sct": "Sở Công Thương",
    "sokhcn": "Sở Khoa học và Công nghệ",
    "sotp": "Sở Tư pháp",
    "sotttt": "Sở Thông tin và Truyền thông",
    "sxd": "Sở Xây dựng",
}
# Systems that may stand in a name when a unit had several portals.
SYSTEMS = {"drupal", "liferay", "nukeviet", "sharepoint", "wordpress"}
# One word of Vietnamese without marks, as hosts spell it: one or more syllables of an initial, vowels and a final.
_WORD = re.compile(
    r"(?:(?:ngh|ng|nh|n|ch|c|gh|gi|g|kh|k|ph|p|qu|th|tr|t|b|d|h|l|m|r|s|v|x)?[aeiouy]{1,3}(?:ch|c|m|ng|nh|n|p|t)?)++"
)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def name_problem(name: str) -> str | None:
    """Why `name` must not be the name of a portal's spider, in a sentence; None when it may."""
    if not _NAME.fullmatch(name):
        return f"{name!r} must be small letters without marks, words joined by _: langson_dong_dang."
    if name.startswith("sample_"):
        return None  # sample portals are named for the system they imitate
    province, rest = split_name(name)
    if province is None:
        return f"{name!r} must begin with a province as its host is written (langson, hagiang), or be bao_ and one."
    strange = [word for word in rest if not (_WORD.fullmatch(word) or word in SYSTEMS or word in ABBREVIATIONS)]
    if strange:
        return f"{strange[0]!r} in {name!r} is no Vietnamese word, no system and no listed abbreviation."
    return None


def split_name(name: str) -> tuple[str | None, list[str]]:
    """The former province that `name` begins with, None when it begins with another word, and the words after it."""
    first, *rest = name.split("_")
    if first == "bao" and rest:  # a newspaper: its place is spelled word by word, as in its title
        return province_of_place("".join(rest)), []
    return province_of_place(first), rest


def class_name(name: str) -> str:
    """The class of the spider that is called `name`: langson_dong_dang -> LangsonDongDang."""
    return "".join(word.capitalize() for word in name.split("_"))
