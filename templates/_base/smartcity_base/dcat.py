"""An app's open data in DCAT (W3C DCAT 3, with what DCAT-AP 3.0 asks for), as JSON-LD.

Other portals collect it: the data set, who gives it, how often, under what licence, and where its
files are. https://semiceu.github.io/DCAT-AP/releases/3.0.0/

The app has the addresses "open-data" (its page) and "open-data-catalogue", and the setting
`open_data_licence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config

# The controlled vocabularies that DCAT-AP asks for are the Publications Office's.
EU = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class File:
    """A way to get the data: the name of its address, its title, format, kind and standard."""

    address: str
    title: str
    format: str
    media_type: str
    standard: str


@dataclass(frozen=True)
class Dataset:
    """What there is. `themes`, `often`: words of the Publications Office's lists."""

    name: str
    title: str
    about: str
    themes: tuple[str, ...]
    often: str
    keywords: tuple[str, ...]
    files: tuple[File, ...]
    first: date | None = None  # the day of the oldest row
    modified: datetime | None = None


def catalogue(about: str, dataset: Dataset) -> dict[str, Any]:
    """The app's catalogue with its one data set; `about` says in a sentence what is in it."""
    names = {"app": config().app.title, "region": config().region.name}
    return {
        "@context": CONTEXT,
        "@id": _address("open-data-catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _words(_("Data terbuka %(app)s %(region)s") % names),
        "dct:description": _words(about),
        "dct:publisher": _publisher(),
        "dct:language": _link(f"{EU}/language/IND"),
        "dct:license": _link(licence()),
        "dct:spatial": _place(),
        "foaf:homepage": _link(_address("open-data")),
        "dcat:dataset": [_dataset(dataset)],
    }


def licence() -> str:
    """The address of the licence under which the region gives its data."""
    return str(config().setting("open_data_licence"))


def _dataset(given: Dataset) -> dict[str, Any]:
    known = config()
    set_: dict[str, Any] = {
        "@id": _address("open-data") + f"#{given.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{known.app.name}-{known.region.code}-{given.name}",
        "dct:title": _words(given.title),
        "dct:description": _words(given.about),
        "dct:publisher": _publisher(),
        "dct:language": _link(f"{EU}/language/IND"),
        "dct:accrualPeriodicity": _link(f"{EU}/frequency/{given.often}"),
        "dct:accessRights": _link(f"{EU}/access-right/PUBLIC"),
        "dct:spatial": _place(),
        "dcat:theme": [_link(f"{EU}/data-theme/{theme}") for theme in given.themes],
        "dcat:keyword": [_words(word) for word in given.keywords],
        "dcat:landingPage": _link(_address("open-data")),
        "dcat:contactPoint": _contact(),
        "dcat:distribution": [_distribution(file) for file in given.files],
    }
    if given.first:
        begun = {"@value": given.first.isoformat(), "@type": "xsd:date"}
        set_["dct:issued"] = begun
        set_["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": begun}
    if given.modified:
        moment = timezone.localtime(given.modified).isoformat(timespec="seconds")
        set_["dct:modified"] = {"@value": moment, "@type": "xsd:dateTime"}
    return set_


def _distribution(file: File) -> dict[str, Any]:
    address = _address(file.address)
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _words(file.title),
        "dcat:accessURL": _link(_address("open-data")),
        "dcat:downloadURL": _link(address),
        "dcat:mediaType": _link(f"{IANA}/{file.media_type}"),
        "dct:format": _link(f"{EU}/file-type/{file.format}"),
        "dct:conformsTo": _link(file.standard),
        "dct:license": _link(licence()),
    }


def _publisher() -> dict[str, Any]:
    known = config()
    return {
        "@id": known.apps[0].url + "/#pemerintah",
        "@type": "foaf:Agent",
        "foaf:name": _words(known.region.government),
        "dct:type": _link("http://purl.org/adms/publishertype/LocalAuthority"),
    }


def _contact() -> dict[str, Any]:
    contact = config().contact
    reached = {"vcard:hasEmail": contact.email and _link(f"mailto:{contact.email}")}
    return {
        "@type": "vcard:Organization",
        "vcard:fn": config().region.government,
        **{name: value for name, value in reached.items() if value},
        "vcard:hasURL": _link(config().app.url),
    }


def _place() -> dict[str, Any]:
    region = config().region
    return {
        "@type": "dct:Location",
        "dct:identifier": region.code,
        "http://www.w3.org/2004/02/skos/core#prefLabel": _words(
            f"{region.name}, {region.province}"
        ),
    }


def _address(name: str) -> str:
    return config().app.url + reverse(name)


def _link(address: str) -> dict[str, str]:
    return {"@id": address}


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "id"}
