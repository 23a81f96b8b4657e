"""The reference central system: keeps the journals of all stations and tells each office its news.

TLS is the work of the reverse proxy in front of it; stations verify its certificate.
"""
