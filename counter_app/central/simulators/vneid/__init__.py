"""A simulator of the national e-ID service, with invented people.

No public description of the real service exists; names and codes are such as a ministry's interface has.
"""
