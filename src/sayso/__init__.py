"""Sayso reads news reporting and keeps a ledger of claims, each with whose say-so it rests on."""
