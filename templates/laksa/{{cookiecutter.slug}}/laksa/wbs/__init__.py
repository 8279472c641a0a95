"""Whistle-blowing: reports of wrong-doing by officials, which nobody can trace.

What is kept: words and photos sealed so that the inspectorate's key alone opens them, the day, and
the sum of a code word. No account, address, session, cookie, hour, job or log line belongs to them.
"""
