"""What no single key shows: whether the keys agree with each other, the catalogue and the folder.

Every check looks at the parts that are well formed and passes over the others, so that one slip
hides none of the rest.
"""

import difflib
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from smartcity_kit import regions
from smartcity_kit.catalogue import Card, Catalogue, Setting
from smartcity_kit.language import _
from smartcity_kit.profile import colour, logo, shapes
from smartcity_kit.profile.document import Document, KeyPath
from smartcity_kit.profile.files import KIB, Unusable, read_bytes
from smartcity_kit.profile.version import OLDER, VERSION
from smartcity_kit.profile.wording import a_number, did_you_mean, expected, for_example

PEM_LIMIT = 64 * KIB
# Groups and hosts that an Ansible inventory has already.
TAKEN = {"all", "ungrouped", "servers", "embedded", "localhost"}
SSH_ONLY = ("port", "user", "jump", "host_key")


def check_all(document: Document, folder: Path, catalogue: Catalogue) -> None:
    """Note every fault that the keys have together."""
    check_kit(document)
    check_identity(document)
    check_apps(document, catalogue)
    check_servers(document)
    check_tls(document, folder)
    check_branding(document, folder)


def check_kit(document: Document) -> None:
    wanted = document.at("kit")
    if wanted is None or wanted == VERSION:
        return
    words = {"wanted": wanted, "own": VERSION}
    if wanted in OLDER:
        message = _("this profile has the form of kit {wanted}; it is read as it is")
        hint = _("`smartcity profile migrate` brings it to {own} and shows the difference.")
        document.fault(("kit",), message.format(**words), hint.format(**words), severity="warning")
    elif _version(wanted) > _version(VERSION):
        message = _("this profile has the form of kit {wanted}; this kit reads up to {own}")
        document.fault(("kit",), message.format(**words), _("Update the kit, then try again."))
    else:
        message = _("there was no kit {wanted} with a form of its own").format(**words)
        document.fault(("kit",), message, _('The newest form: "{own}".').format(**words))


def _version(text: str) -> list[int]:
    return [int(part) for part in text.split(".")]


def check_identity(document: Document) -> None:
    """A region is known by its code; an institution, which has none, says what it is itself."""
    if not isinstance(document.data, dict):
        return
    one, other = "code", "institution"
    if document.at("kind") == "institution":
        one, other = other, one
    if not document.has(one):
        hint = for_example(shapes.CODE.example) if one == "code" else ""
        document.fault((one,), _("this key is needed and is not there"), hint)
    if document.has(other):
        message = _("a region has a code, an institution has “kind: institution” and no code")
        document.fault((other,), message, _("Remove one of the two."), on_key=True)
    if one == "code":
        _check_code(document, ("code",))
    else:
        _check_institution(document)


def _check_code(document: Document, path: KeyPath) -> None:
    code = document.at(*path)
    if code is None:
        return
    try:
        regions.find(code)
    except regions.RegionNotFound as unknown:
        names = {region.code: region.name for region in regions.all_regions()}
        near = [region.code for region in unknown.suggestions]
        near += difflib.get_close_matches(code, names, n=3)
        listed = ", ".join(f"{other} {names[other]}" for other in dict.fromkeys(near))
        hint = _("Near it: {regions}.").format(regions=listed)
        document.fault(path, _("no region has this code"), hint)


def _check_institution(document: Document) -> None:
    name = document.at("institution", "name")
    if name is not None and not regions.slug_of(name):
        message = _("a name needs letters that a folder's name can have")
        document.fault(("institution", "name"), message)
    codes = document.at("institution", "areas")
    if codes == []:
        hint = for_example(shapes.CODE.example)
        document.fault(("institution", "areas"), _("an institution serves an area"), hint)
    for number, code in enumerate(codes if isinstance(codes, list) else ()):
        path: KeyPath = ("institution", "areas", number)
        if path in document.faulty:
            continue
        _check_code(document, path)
        if code in codes[:number] or (code[:2] != code and code[:2] in codes):
            document.fault(path, _("this area is served twice"), _("Remove one of the two."))


def check_apps(document: Document, catalogue: Catalogue) -> None:
    chosen = document.group("apps")
    owners: dict[str, str] = {}
    for name in chosen:
        card = catalogue.apps.get(name)
        if card is None:
            hint = did_you_mean(name, catalogue.apps)
            document.fault(("apps", name), _("there is no such app"), hint, on_key=True)
            continue
        _check_settings(document, card)
        _check_subdomain(document, card, owners)
        for needed in card.depends:
            if needed not in chosen:
                message = _("{app} does not work without {needed}").format(app=name, needed=needed)
                hint = _("Add “{needed}:” under “apps:”.").format(needed=needed)
                document.fault(("apps", name), message, hint, on_key=True)


def _check_subdomain(document: Document, card: Card, owners: dict[str, str]) -> None:
    subdomain = document.at("apps", card.name, "subdomain") or card.subdomain
    owner = owners.setdefault(subdomain, card.name)
    if owner != card.name:
        message = _("{owner} already answers at “{subdomain}”")
        message = message.format(owner=owner, subdomain=subdomain)
        path = ("apps", card.name, "subdomain")
        document.fault(path, message, _("Give one of them another subdomain."))


def _check_settings(document: Document, card: Card) -> None:
    for name, value in document.group("apps", card.name, "settings").items():
        path = ("apps", card.name, "settings", name)
        setting = card.settings.get(name)
        if setting is None:
            message = _("{app} has no such setting").format(app=card.name)
            document.fault(path, message, did_you_mean(name, card.settings), on_key=True)
        else:
            _check_setting(document, path, setting, value)


def _check_setting(document: Document, path: KeyPath, setting: Setting, value: Any) -> None:
    if wrong := _wrong_setting(setting, value):
        document.fault(path, expected(wrong, document, path), setting.help)


def _wrong_setting(setting: Setting, value: Any) -> str:
    """What was expected instead of this value; "" when it is right."""
    # bool is an int to Python and not to people.
    if type(value).__name__ != setting.type:
        number = a_number(vars(setting))
        return {"int": number, "str": _("text in quotes"), "bool": _("true or false")}[setting.type]
    if setting.type == "str":
        return "" if value.isprintable() else _("text on one line")
    least, most = setting.minimum, setting.maximum
    fits = (least is None or value >= least) and (most is None or value <= most)
    return "" if fits else a_number(vars(setting))


def check_servers(document: Document) -> None:
    for number, name in enumerate(document.group("servers"), 1):
        path = ("servers", name)
        server = document.group(*path)
        _check_reach(document, path, server)
        if server.get("jump") == name:
            message = _("a server cannot be reached by way of itself")
            document.fault((*path, "jump"), message)
        if name in TAKEN:
            document.fault(path, _("Ansible has another use for this name"), on_key=True)
        if number > 1:
            message = _("all apps run on one server so far; this would be another")
            document.fault(path, message, on_key=True)


def _check_reach(document: Document, path: tuple[str, str], server: dict[str, Any]) -> None:
    if server.get("local"):
        for key in SSH_ONLY:
            if key in server:
                message = _("a local server is not reached over SSH, so this says nothing")
                document.fault((*path, key), message, _("Remove it."), on_key=True)
    elif "address" not in server and path not in document.faulty:
        hint = _("Or write “local: true” when the kit runs on that server itself.")
        document.fault((*path, "address"), _("a server needs an address"), hint)
    address = document.at(*path, "address")
    if isinstance(address, str) and ":" in address and not _is_ip(address):
        document.fault(
            (*path, "address"), expected(_("an IP address"), document, (*path, "address"))
        )


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def check_tls(document: Document, folder: Path) -> None:
    def check(key: str, test: Callable[[bytes], bool], what: str) -> None:
        name = document.at("tls", key)
        if name is None:
            return
        try:
            if not test(read_bytes(folder, name, PEM_LIMIT)):
                raise Unusable(_("expected {what} as PEM in this file").format(what=what))
        except Unusable as why:
            document.fault(("tls", key), why.message, why.hint)

    def is_chain(data: bytes) -> bool:
        return b"-----BEGIN CERTIFICATE-----" in data and b"PRIVATE KEY-----" not in data

    check("certificate", is_chain, _("certificates, and no private key,"))
    check("key", lambda data: b"PRIVATE KEY-----" in data, _("a private key"))


def check_branding(document: Document, folder: Path) -> None:
    primary = document.at("branding", "primary")
    if primary is not None and not colour.passes(primary):
        message = _("white and this colour have a contrast of {ratio}:1; {least}:1 is needed")
        ratio = f"{colour.contrast(primary, colour.WHITE):.2f}"
        hint = _("The nearest that passes: {colour}.").format(
            colour=colour.nearest_passing(primary)
        )
        path = ("branding", "primary")
        document.fault(path, message.format(ratio=ratio, least=colour.AA), hint)
    name = document.at("branding", "logo")
    if name is not None:
        try:
            data = read_bytes(folder, name, logo.LIMIT)
            logo.check(name, data)
        except logo.BadDrawing as why:
            document.faults.append(why.fault(folder / name))
        except Unusable as why:
            document.fault(("branding", "logo"), why.message, why.hint)
