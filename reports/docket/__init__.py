"""The unfinished deadlines of many case files: on the terminal, as a workbook, as a calendar."""
