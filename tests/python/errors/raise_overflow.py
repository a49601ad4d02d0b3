raise OverflowError("big")
