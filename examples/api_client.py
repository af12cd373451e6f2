"""A client of the workbench's API in plain Python with httpx: contested events, their claims by origin, and one decision.

    sayso serve                                   # prints an address with a token
    python examples/api_client.py http://127.0.0.1:8365 TOKEN

The key is the token of the printed address, or one made in the settings of a workbench with accounts.
"""

import sys
from collections.abc import Iterator
from typing import Any

import httpx


class Workbench:
    """The few calls that a script needs; any other is described at /api."""

    def __init__(self, address: str, key: str, client: Any = None) -> None:
        self.http = client or httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60)

    def rows(self, path: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page after page."""
        after = ""
        while True:
            page = self._told(self.http.get(path, params={**wanted, "after": after, "limit": 100}))
            yield from page["rows"]
            after = page["next"]
            if not after:
                return

    def get(self, path: str) -> dict[str, Any]:
        """One record."""
        return self._told(self.http.get(path))

    def decide(self, address: str, verdict: str, **more: Any) -> dict[str, Any]:
        """Records a decision: accept, correct (with `changes`), reject or comment."""
        return self._told(self.http.post("/api/decisions", json={"address": address, "verdict": verdict, **more}))

    def undo(self, decision: str) -> dict[str, Any]:
        """Lifts a decision by its id."""
        return self._told(self.http.post(f"/api/decisions/{decision}/undo"))

    @staticmethod
    def _told(answer: Any) -> dict[str, Any]:
        """The answer; an error of the workbench is raised in its own words."""
        found: dict[str, Any] = answer.json()
        if "error" in found:
            e = found["error"]
            raise SystemExit(f"{e['status']} {e['code']}: {e['where']} {e['what']}. {e['hint']}")
        return found


def report(bench: Workbench) -> None:
    """Prints who says what of every event whose dead are contested."""
    for event in bench.rows("/api/events", contested="killed"):
        print(f"{event['title']}, {event['date_text']}")
        for table in bench.get(f"/api/events/{event['id']}")["tables"]:
            low, high = table["independent"]
            print(f"  {table['kind']}: {table['range']} ({low}-{high} independent origins)")
            for section in table["sections"]:
                for row in section["rows"]:
                    print(f"    {row['name']}: {row['newest']['value']} “{row['newest']['words']}”")


if __name__ == "__main__":
    report(Workbench(sys.argv[1], sys.argv[2]))
