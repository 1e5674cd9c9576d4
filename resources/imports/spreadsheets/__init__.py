"""Spreadsheets, read and written: CSV and XLSX, with the same columns both ways."""
