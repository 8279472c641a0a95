"""An app's open data in DCAT (W3C DCAT 3, with what DCAT-AP 3.0 asks for), as JSON-LD.

Other portals collect it: the data set, who gives it, how often, under what licence, and where its
files are. https://semiceu.github.io/DCAT-AP/releases/3.0.0/

An app with open data has the setting `open_data_licence`; see `smartcity_base.opendata`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config

if TYPE_CHECKING:
    from smartcity_base.opendata.dataset import Dataset

# The controlled vocabularies that DCAT-AP asks for are the Publications Office's.
EU = "http://publications.europa.eu/resource/authority"
RFC_4180 = "https://www.rfc-editor.org/rfc/rfc4180"
IANA = "https://www.iana.org/assignments/media-types"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(datasets: Sequence[Dataset]) -> dict[str, Any]:
    """The app's catalogue with its data sets."""
    names = {"app": config().app.title, "region": config().region.name}
    return {
        "@context": CONTEXT,
        "@id": _address("open-data-catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _words(_("Data terbuka %(app)s %(region)s") % names),
        "dct:description": _words(" ".join(str(one.about) for one in datasets)),
        "dct:publisher": _publisher(),
        "dct:language": _link(f"{EU}/language/IND"),
        "dct:license": _link(licence()),
        "dct:spatial": _place(),
        "foaf:homepage": _link(_address("open-data")),
        "dcat:dataset": [_dataset(dataset) for dataset in datasets],
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
        "dct:title": _words(str(given.title)),
        "dct:description": _words(str(given.about)),
        "dct:publisher": _publisher(),
        "dct:language": _link(f"{EU}/language/IND"),
        "dct:accrualPeriodicity": _link(f"{EU}/frequency/{given.often}"),
        "dct:accessRights": _link(f"{EU}/access-right/PUBLIC"),
        "dct:spatial": _place(),
        "dcat:theme": [_link(f"{EU}/data-theme/{theme}") for theme in given.themes],
        "dcat:keyword": [_words(str(word)) for word in given.keywords],
        "dcat:landingPage": _link(_address("open-data")),
        "dcat:contactPoint": _contact(),
        "dcat:distribution": _distributions(given),
    }
    first, modified = given.span()
    if first:
        begun = {"@value": first.isoformat(), "@type": "xsd:date"}
        set_["dct:issued"] = begun
        set_["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": begun}
    if modified:
        moment = timezone.localtime(modified).isoformat(timespec="seconds")
        set_["dct:modified"] = {"@value": moment, "@type": "xsd:dateTime"}
    return set_


def _distributions(given: Dataset) -> list[dict[str, Any]]:
    """The CSV, which its CSVW describes, and the other files."""
    csv = _distribution(given.csv, f"{given.title} (CSV)", "CSV", "text/csv",
                        RFC_4180, _file(given.metadata))  # fmt: skip
    others = (
        _distribution(file.name, str(file.title), file.format, file.media_type, file.standard)
        for file in given.files
    )
    return [csv, *others]


def _distribution(
    name: str, title: str, format_: str, media_type: str, *standards: str
) -> dict[str, Any]:
    return {
        "@id": _file(name),
        "@type": "dcat:Distribution",
        "dct:title": _words(title),
        "dcat:accessURL": _link(_address("open-data")),
        "dcat:downloadURL": _link(_file(name)),
        "dcat:mediaType": _link(f"{IANA}/{media_type}"),
        "dct:format": _link(f"{EU}/file-type/{format_}"),
        "dct:conformsTo": [_link(standard) for standard in standards],
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


def _file(name: str) -> str:
    return config().app.url + reverse("open-data-file", args=[name])


def _link(address: str) -> dict[str, str]:
    return {"@id": address}


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "id"}
