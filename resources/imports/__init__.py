"""The import and export of many publications as a spreadsheet, with the same columns both ways."""
