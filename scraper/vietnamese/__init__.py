"""What is particular to the language and the country: letters without marks, the language of a text, the provinces.

Pure functions on text, without I/O. Imports nothing of the package.
"""
