raise ValueError(1 // 0)
