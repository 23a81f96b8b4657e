"""The station's statements in SQLAlchemy Core, by area; the program runs what was compiled from them.

Only ``compile_statements`` and the tests import these modules: SQLAlchemy takes longer to load than
the whole sign-in page.
"""
