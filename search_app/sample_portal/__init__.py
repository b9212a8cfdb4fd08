"""Invented articles go in, a small government portal on loopback comes out.

Two sites of one invented provincial office, in the manner of Drupal 7 and of NukeViet 4, for
the demo and for tests; and a manifest of questions with the answers they must get.
"""
