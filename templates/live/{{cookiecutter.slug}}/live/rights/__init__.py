"""What a person may ask about their own data (UU 27/2022, articles 5 to 13), over all apps.

purposes  what is done only with the person's consent
copies    a copy of everything, gathered from every app
erasure   the end of an account: a time to think it over, then every app, and LIVE last
"""
