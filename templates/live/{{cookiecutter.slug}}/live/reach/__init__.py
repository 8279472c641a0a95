"""How a notice reaches somebody who is not looking at their inbox: by mail, push, or a message."""
