"""WARC 1.1 (ISO 28500:2017): an exchange becomes records in a file, and records become exchanges again.

`build` and `writer` write, `reader` reads files of any program, `recovery` mends what a kill left. Below them lie
`gzip_members` (bytes of a file), `message` (HTTP messages), `records`, `answer` and `exchange`.
"""
