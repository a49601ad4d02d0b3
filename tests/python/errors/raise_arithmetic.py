raise ArithmeticError("math")
