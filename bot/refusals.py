"""What the product refuses to do, with a message for the operator."""


class Refused(RuntimeError):
    """The product will not run like that; the message says why and what to do."""


class PortTaken(RuntimeError):
    """Another program listens there."""
