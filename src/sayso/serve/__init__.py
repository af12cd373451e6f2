"""The workbench: pages over the ledger where people see every claim by its origin, read the words, and decide with one key."""

from sayso.serve.app import create_app
from sayso.serve.options import ServeOptions

__all__ = ["ServeOptions", "create_app"]
