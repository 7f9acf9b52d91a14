"""Sample portal in the markup of Drupal 7."""

from scraper.families.drupal import DRUPAL
from scraper.portals import Portal, PortalSpider


class SampleDrupal(PortalSpider):
    name = "sample_drupal"
    portal = Portal(
        name="Cổng mẫu: Drupal 7",
        owner="Ban Quản lý Khu kinh tế Nà Pheo (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(DRUPAL,),
        prefixes=("drupal-mau.example",),
        start=(
            "http://drupal-mau.example/tin-tuc",
            "http://drupal-mau.example/van-hoa-xa-hoi",
            "http://drupal-mau.example/dang-doan-the",
        ),
        feeds=("http://drupal-mau.example/rss.xml",),
        status="sample",
        confidence="high",
    )
