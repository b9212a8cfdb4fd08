"""A Query as it was typed goes in, the Query that its writer meant comes out, with notes on why."""
