raise UnboundLocalError("u")
