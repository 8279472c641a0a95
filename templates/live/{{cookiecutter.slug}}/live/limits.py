"""What LIVE counts besides allauth's own limits of passwords, second factors and codes in the mail.

Those live in the cache and count failures alone; these are the base's.
"""

from datetime import timedelta

from smartcity_base.limits import A_MINUTE, AN_HOUR, named

# Codes on paper: of an office that shares one address, and of one account.
BEGUN = named("live:begun", 60, A_MINUTE)
BEGUN_BY = named("live:begun-by", 5, timedelta(minutes=15))
# Whoever shows a wrong token to the directory; the right one is never counted.
SCIM_REFUSED = named("live:scim-refused", 60, AN_HOUR)
# Codes to phones, of one address: each costs the region money. Of a person and of a number there
# are fewer (live.reach.phones).
PHONE_CODES = named("live:phone-codes", 20, AN_HOUR)
