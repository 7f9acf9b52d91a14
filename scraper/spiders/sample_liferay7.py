"""Sample portal in the markup of Liferay 7 with the CMS portlet of Hòa Bình."""

from scraper.families.liferay7 import LIFERAY7
from scraper.portals import Portal, PortalSpider


class SampleLiferay7(PortalSpider):
    name = "sample_liferay7"
    portal = Portal(
        name="Cổng mẫu: Liferay 7",
        owner="Văn phòng Ủy ban nhân dân tỉnh Mẫu Hòa (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(LIFERAY7,),
        prefixes=("liferay7-mau.example",),
        start=tuple(
            "http://liferay7-mau.example/web/guest/cms"
            "?p_p_id=vn_gov_hoabinh_portlet_cmsview_CmsViewPortlet_INSTANCE_x8Kq2LmN4pRt&p_p_lifecycle=0"
            "&p_p_col_id=column-2&p_p_col_count=5"
            f"&_vn_gov_hoabinh_portlet_cmsview_CmsViewPortlet_INSTANCE_x8Kq2LmN4pRt_categoryId={section}"
            for section in (11901, 11902, 11903)
        ),
        status="sample",
        confidence="high",
    )
