"""The documentation site: builds it from docs/, from the rules, from the declarations of the commands and from docstrings."""
