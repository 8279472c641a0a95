"""What officers bring in as a table; the pages are the base's."""

from laksa.channels import sp4n

IMPORTERS = (sp4n.IMPORTER,)
