"""What the user holds in hand: one file or folder per output. Reads `checker.findings`, decides nothing."""
