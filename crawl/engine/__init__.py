"""Waiting addresses go in, pages come out: Scrapy, and our plug-ins for it.

Scrapy schedules, downloads and unpacks. What must survive a crash, be polite and be safe is ours:
the frontier, robots.txt, pacing and the address guard.
"""
