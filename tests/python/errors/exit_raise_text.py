raise SystemExit("why")
