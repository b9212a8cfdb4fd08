"""The documents of a page go in, hits with marked titles and passages come out."""
