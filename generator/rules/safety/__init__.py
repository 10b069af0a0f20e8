"""Safety of readers and of the response: links, secrets, personal data, what hides a page, unsafe HTML and files."""
