raise EOFError("eof")
