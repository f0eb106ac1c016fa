"""One file a channel: a blueprint in, a `send` out. Channels do not know each other."""
