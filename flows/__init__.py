"""What Catalina decides: the engine, the turn, the flows and understanding. Pure: reads are arguments, writes are data."""
