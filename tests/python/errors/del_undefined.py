del q
