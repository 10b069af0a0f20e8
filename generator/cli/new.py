"""`aboveboard new`: the commands that write files."""

from generator.cli.lazy_group import LazyGroup

command = LazyGroup(
    name="new",
    help="Write a new incident, update, review or page. Asks for anything that is required and was not given.",
    short_help="write a new incident, update, review or page, pre-filled",
    lazy_commands={
        "incident": ("generator.cli.commands.new_incident", "write a new incident with its first statement"),
        "update": ("generator.cli.commands.new_update", "write the next update, with everything that is still open in it"),
        "review": (
            "generator.cli.commands.new_review",
            "write the review of an incident, with what its updates show already in it",
        ),
        "page": ("generator.cli.commands.new_page", "write a page such as questions and answers"),
    },
)
