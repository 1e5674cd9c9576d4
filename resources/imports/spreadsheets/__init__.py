"""Reading and writing of spreadsheets: CSV and XLSX with the same columns both ways."""
