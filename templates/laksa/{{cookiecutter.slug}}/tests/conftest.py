pytest_plugins = ["smartcity_base.testing.cast"]
