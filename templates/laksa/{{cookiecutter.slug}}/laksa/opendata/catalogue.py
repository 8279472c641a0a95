"""The catalogue in DCAT (W3C DCAT 3, with what DCAT-AP 3.0 asks for), as JSON-LD.

Other portals collect it from here: the data set, who gives it, how often, under what licence, and
where its files are. https://semiceu.github.io/DCAT-AP/releases/3.0.0/
"""

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


def catalogue(first: date | None, modified: datetime | None) -> dict[str, Any]:
    """`first`: the day of the oldest report; `modified`: when the log last grew."""
    return {
        "@context": CONTEXT,
        "@id": _address("open-data-catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _words(_("Data terbuka %(app)s %(region)s") % _names()),
        "dct:description": _words(_("Data laporan warga yang boleh dipakai siapa saja.")),
        "dct:publisher": _publisher(),
        "dct:language": _link(f"{EU}/language/IND"),
        "dct:license": _link(licence()),
        "dct:spatial": _place(),
        "foaf:homepage": _link(_address("open-data")),
        "dcat:dataset": [_dataset(first, modified)],
    }


def licence() -> str:
    """The address of the licence under which the region gives its data."""
    return str(config().setting("open_data_licence"))


def _dataset(first: date | None, modified: datetime | None) -> dict[str, Any]:
    title = _("Laporan warga %(region)s") % _names()
    about = _(
        "Setiap laporan warga yang boleh diketahui umum: jenis, tempat, instansi, status, dan waktu"
        " penanganannya. Tanpa isi laporan dan tanpa data pelapor."
    )
    set_: dict[str, Any] = {
        "@id": _address("open-data") + "#laporan",
        "@type": "dcat:Dataset",
        "dct:identifier": f"laksa-{config().region.code}-laporan",
        "dct:title": _words(title),
        "dct:description": _words(about),
        "dct:publisher": _publisher(),
        "dct:language": _link(f"{EU}/language/IND"),
        "dct:accrualPeriodicity": _link(f"{EU}/frequency/UPDATE_CONT"),
        "dct:accessRights": _link(f"{EU}/access-right/PUBLIC"),
        "dct:spatial": _place(),
        "dcat:theme": [_link(f"{EU}/data-theme/GOVE"), _link(f"{EU}/data-theme/REGI")],
        "dcat:keyword": [_words(word) for word in (_("laporan warga"), _("pengaduan"), "Open311")],
        "dcat:landingPage": _link(_address("open-data")),
        "dcat:contactPoint": _contact(),
        "dcat:distribution": [
            _distribution("csv", "CSV", "text/csv", "https://www.rfc-editor.org/rfc/rfc4180"),
            _distribution(
                "geojson", "GEOJSON", "application/geo+json",
                "https://www.rfc-editor.org/rfc/rfc7946",
            ),
        ],
    }  # fmt: skip
    if first:
        begun = {"@value": first.isoformat(), "@type": "xsd:date"}
        set_["dct:issued"] = begun
        set_["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": begun}
    if modified:
        moment = timezone.localtime(modified).isoformat(timespec="seconds")
        set_["dct:modified"] = {"@value": moment, "@type": "xsd:dateTime"}
    return set_


def _distribution(name: str, format_: str, media_type: str, standard: str) -> dict[str, Any]:
    file = _address(f"open-data-{name}")
    return {
        "@id": file,
        "@type": "dcat:Distribution",
        "dct:title": _words(f"{_('Laporan warga')} ({name.upper()})"),
        "dcat:accessURL": _link(_address("open-data")),
        "dcat:downloadURL": _link(file),
        "dcat:mediaType": _link(f"{IANA}/{media_type}"),
        "dct:format": _link(f"{EU}/file-type/{format_}"),
        "dct:conformsTo": _link(standard),
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


def _names() -> dict[str, str]:
    return {"app": config().app.title, "region": config().region.name}


def _address(name: str) -> str:
    return config().app.url + reverse(name)


def _link(address: str) -> dict[str, str]:
    return {"@id": address}


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "id"}
