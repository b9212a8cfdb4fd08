"""A staff member's wish goes in, what was done comes out on the terminal: one module a command."""
