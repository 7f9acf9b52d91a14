"""The provinces of Viet Nam before and after 1 July 2025, when 63 units became 34.

Source: resolution 202/2025/QH15 of the National Assembly, on the arrangement of provincial administrative units. The
cities under the central government (Hà Nội, Huế, Hải Phòng, Đà Nẵng, Hồ Chí Minh, Cần Thơ) count as provinces.
"""

from scraper.vietnamese.fold import fold

# Each of today's 34 units with the former units that went into it; its own former territory comes first.
UNITS: dict[str, tuple[str, ...]] = {
    "Hà Nội": ("Hà Nội",),
    "Huế": ("Huế",),
    "Lai Châu": ("Lai Châu",),
    "Điện Biên": ("Điện Biên",),
    "Sơn La": ("Sơn La",),
    "Lạng Sơn": ("Lạng Sơn",),
    "Quảng Ninh": ("Quảng Ninh",),
    "Thanh Hóa": ("Thanh Hóa",),
    "Nghệ An": ("Nghệ An",),
    "Hà Tĩnh": ("Hà Tĩnh",),
    "Cao Bằng": ("Cao Bằng",),
    "Tuyên Quang": ("Tuyên Quang", "Hà Giang"),
    "Lào Cai": ("Lào Cai", "Yên Bái"),
    "Thái Nguyên": ("Thái Nguyên", "Bắc Kạn"),
    "Phú Thọ": ("Phú Thọ", "Vĩnh Phúc", "Hòa Bình"),
    "Bắc Ninh": ("Bắc Ninh", "Bắc Giang"),
    "Hưng Yên": ("Hưng Yên", "Thái Bình"),
    "Hải Phòng": ("Hải Phòng", "Hải Dương"),
    "Ninh Bình": ("Ninh Bình", "Hà Nam", "Nam Định"),
    "Quảng Trị": ("Quảng Trị", "Quảng Bình"),
    "Đà Nẵng": ("Đà Nẵng", "Quảng Nam"),
    "Quảng Ngãi": ("Quảng Ngãi", "Kon Tum"),
    "Gia Lai": ("Gia Lai", "Bình Định"),
    "Khánh Hòa": ("Khánh Hòa", "Ninh Thuận"),
    "Lâm Đồng": ("Lâm Đồng", "Đắk Nông", "Bình Thuận"),
    "Đắk Lắk": ("Đắk Lắk", "Phú Yên"),
    "Hồ Chí Minh": ("Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"),
    "Đồng Nai": ("Đồng Nai", "Bình Phước"),
    "Tây Ninh": ("Tây Ninh", "Long An"),
    "Cần Thơ": ("Cần Thơ", "Sóc Trăng", "Hậu Giang"),
    "Vĩnh Long": ("Vĩnh Long", "Bến Tre", "Trà Vinh"),
    "Đồng Tháp": ("Đồng Tháp", "Tiền Giang"),
    "Cà Mau": ("Cà Mau", "Bạc Liêu"),
    "An Giang": ("An Giang", "Kiên Giang"),
}
_NOW = {before: now for now, members in UNITS.items() for before in members}
FORMER: tuple[str, ...] = tuple(_NOW)  # the 63 units of 30 June 2025
# Huế was the city of Thừa Thiên Huế province until 1 January 2025; its portal's host still says so.
_OTHER_NAMES = {"Thừa Thiên Huế": "Huế"}


def province_now(province: str) -> str:
    """The unit that `province`, a name of before 1 July 2025 or of today, is part of now.

    Raises KeyError for any other name.
    """
    return _NOW[_OTHER_NAMES.get(province, province)]


def place_of(province: str) -> str:
    """`province` as the first word of a portal's name, which is how its host is called: "Lạng Sơn" -> "langson"."""
    return "".join(filter(str.isalpha, fold(province.lower()) or ""))


def province_of_place(place: str) -> str | None:
    """The former province whose `place_of` is `place`, or None."""
    return next((name for name in FORMER if place_of(name) == place), None)
