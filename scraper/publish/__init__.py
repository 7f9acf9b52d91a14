"""Snapshots of the archive, made whole and put in place in one step.

An open archive and the folder of capture files enter; a folder that `datasette` serves as it stands leaves. Imports
the store only; `scrapy publish` uses it.
"""
