raise RecursionError("deep")
