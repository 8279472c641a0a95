"""Tokens for programs of others: who may ask this app's API for what, until when, and how often."""
