"""A region as a rollout knows it: what it is called, where it belongs, what it goes by in a query.

Read once for all regions, and nothing of it is a secret: each region's own process reads the rest.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.digest import digest_of, digest_of_data, files_below
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.where import Facts
from smartcity_kit.profile import Profile, read_profile
from smartcity_kit.profile.read import todo_of
from smartcity_kit.spread import spread


@dataclass(frozen=True)
class Member:
    """One region of the fleet. `folder` is its profile's, `profile` the name of that.

    `site` is the data centre as far as the profile tells: the way in that several regions share.
    `todo` counts what a person must still fill in, and `digest` is a hash of what the profile
    says. One with `faults` has nothing but its folder's name.
    """

    slug: str
    profile: str
    folder: str
    code: str = ""
    name: str = ""
    level: str = ""
    province: str = ""
    province_name: str = ""
    timezone: str = "Asia/Jakarta"
    zone: str = "WIB"
    place: str = ""
    site: str = ""
    domain: str = ""
    kit: str = ""
    apps: tuple[str, ...] = ()
    faults: int = 0
    todo: int = 0
    digest: str = ""

    @property
    def title(self) -> str:
        return self.name or self.profile

    @property
    def valid(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Member":
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in told.items() if name in known}
        return cls(**given | {"apps": tuple(given.get("apps", ()))})


def read_members(folders: Iterable[Path], catalogue: Catalogue) -> list[Member]:
    """What each profile's folder says of its region, in their order; all cores share the work."""
    return list(spread(lambda folder: read_member(folder, catalogue), list(folders)))


def read_member(folder: Path, catalogue: Catalogue) -> Member:
    """The region of a profile; one that cannot be read is a member with faults."""
    try:
        profile, faults = read_profile(folder, catalogue)
    except KitError:
        profile, faults = None, []
    if profile is not None:
        return member_of(profile)
    count = max(1, sum(fault.fails for fault in faults))
    return Member(folder.name, folder.name, str(folder.absolute()), faults=count)


def member_of(profile: Profile) -> Member:
    region, folder = profile.region, profile.folder.absolute()
    return Member(
        slug=region.slug,
        profile=folder.name,
        folder=str(folder),
        code=region.code,
        name=region.name,
        level=region.level,
        province=region.province.code,
        province_name=region.province.base_name,
        timezone=region.timezone,
        zone=region.zone,
        place="servers" if profile.servers else "embedded",
        site=site_of(profile),
        domain=profile.domain,
        kit=profile.kit,
        apps=tuple(profile.apps),
        todo=len(todo_of(profile)),
        digest=profile_digest(folder),
    )


def profile_digest(folder: Path) -> str:
    """What a profile says, as a hash; its secrets, which the kit itself renews, are no part."""
    return digest_of_data(
        {
            str(file.relative_to(folder)): digest_of(file.read_bytes())
            for file in files_below(folder)
            if not file.name.startswith("secrets.")
        }
    )


def site_of(profile: Profile) -> str:
    """The jump host, else the network (/24, or /48 of IPv6) of the first server, else its name."""
    server = next(iter(profile.servers.values()), None)
    if server is None or server.local or not server.address:
        return "local"
    if server.jump:
        return server.jump.rpartition("@")[2].lower()
    try:
        address = ipaddress.ip_address(server.address)
    except ValueError:
        return server.address.lower()
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def facts_of(member: Member, result: str = "", adoption: str = "") -> Facts:
    """What a query sees of a region; what has several names answers to each of them."""
    own = {
        "code": {member.code},
        "name": {member.slug, member.profile, member.name},
        "level": {member.level},
        "province": {member.province, member.province_name,
                     member.province_name.replace(" ", "-")},
        "zone": {member.zone, member.timezone},
        "apps": set(member.apps),
        "place": {member.place},
        "site": {member.site},
        "domain": {member.domain},
        "kit": {member.kit},
        "result": {result},
        "adoption": {adoption},
    }  # fmt: skip
    return {name: frozenset(word.lower() for word in words) for name, words in own.items()}
