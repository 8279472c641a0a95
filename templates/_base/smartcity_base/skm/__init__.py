"""Survei Kepuasan Masyarakat: nine elements, one index (Peraturan Menteri PANRB 14/2017).

An app calls `invite` where a service has ended and includes `smartcity_base.skm.urls`: one answer
for each, without a name; the result is public, with its formula.

elements  what is asked
index     the sum
invite    one link for each finished service
results   what the answers of a period say
"""
