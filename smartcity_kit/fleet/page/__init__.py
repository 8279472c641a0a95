"""The live page of the fleet: on this machine alone, read only, Indonesian, without a tile server.

serve   who may see it, and at which address
view    what is on it
"""
