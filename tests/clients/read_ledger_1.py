"""A program that was written for schema 1 of the ledger, by its schema and docs/ledger.md of version 0.1, and has not been touched since.

It reads a file of the ledger on standard input and prints, for each incident, what readers knew after each update, what was said that was wrong,
and how many people there are to tell.
"""

import json
import sys
from typing import Any


def main() -> None:
    """Read, and print."""
    ledger = json.load(sys.stdin)
    if ledger["schema"] != 1:
        sys.exit(f"schema {ledger['schema']} is not known here")
    sys.stdout.write(json.dumps({incident["id"]: told(incident) for incident in ledger["incidents"]}))


def told(incident: dict[str, Any]) -> dict[str, Any]:
    """Everything that the program shows of an incident."""
    groups = ("facts", "actions", "affected", "data")
    wrong = [
        f"{entry['name']}: {words(event['before'])}"
        for group in groups
        for entry in incident[group]
        for event in entry["history"]
        if event["change"] == "corrected"
    ]
    return {
        "known": [fact["text"] for fact in incident["facts"] if fact["state"] == "known"],
        "open": [fact["text"] for fact in incident["facts"] if fact["state"] == "open"],
        "wrong": wrong,
        "to tell": sum(count["low"] for count in incident["affected"] if count["unit"] == "people"),
        "data": {kind["name"]: kind["state"] for kind in incident["data"]},
        "data as replayed": {kind["name"]: kind["history"][-1]["after"] for kind in incident["data"]},
        "had access": incident["window"] and [incident["window"]["from"], incident["window"]["to"]],
        "can follow": [consequence["text"] for consequence in incident["consequences"]],
        "do": [action["do"] for action in incident["actions"] if action["state"] == "standing"],
    }


def words(value: object) -> object:
    """A value of a history in a few words."""
    return value["text"] if isinstance(value, dict) and "text" in value else value


if __name__ == "__main__":
    main()
