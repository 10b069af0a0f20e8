"""Safety of readers and of the response: links, secrets, personal data, hidden pages, unsafe HTML and files."""
