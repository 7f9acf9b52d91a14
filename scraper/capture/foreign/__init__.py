"""Other people's captures become files that the archive can point into: WARC, ARC and WACZ files, folders of pages.

Takes files and folders, gives WARC files in the captures directory, the same ones each time. Imports `capture/warc/`
and `capture/whole_files`.
"""
