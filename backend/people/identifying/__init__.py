"""What could tell who a client is: found in a text, so that its writer can look again. Pure.

One file for each kind of detail, `finding` for all of them. Nothing here changes a text, and nothing is kept.
Source: trust, P10; domain 2 (accounts of practice leave out personal information about clients).
"""
