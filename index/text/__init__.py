"""Text goes in, what Vietnamese makes of it comes out. Pure: no I/O, no clock, no globals."""
