assert [], "empty"
