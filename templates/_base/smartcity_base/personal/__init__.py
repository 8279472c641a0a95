"""Personal data (UU 27/2022): how it lies in the database, who sees it, how long it stays.

cipher    text under the app's own key
columns   model fields that hold such text, and an index to look it up by
renew     moving what is there to the newest key
masks     how a value looks to who need not read it
"""
