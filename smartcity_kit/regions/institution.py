"""An institution that has no region code (a police command): it serves regions and is none."""

from dataclasses import dataclass

from smartcity_kit.regions.region import Domain, Region, find, slug_of


@dataclass(frozen=True, slots=True)
class Institution(Region):
    """What stands in a region's place in the profile of an institution.

    Its `code` is its slug, because no list gives it one; `serves` holds the Kemendagri codes of
    the areas it serves, of which the first says where it lies. An area served is not a boundary:
    a police command's need not be its city's.
    """

    serves: tuple[str, ...]
    owner: str
    head: str

    @classmethod
    def of(cls, name: str, serves: tuple[str, ...], head: str, owner: str = "") -> "Institution":
        return cls(slug_of(name), name, "instansi", serves, owner, head)

    @property
    def slug(self) -> str:
        return self.code

    @property
    def base_name(self) -> str:
        return self.name

    @property
    def government(self) -> str:
        return self.owner or self.name

    @property
    def head_title(self) -> str:
        return self.head

    @property
    def autonomous(self) -> bool:
        return False

    @property
    def province(self) -> Region:
        return find(self.serves[0]).province

    @property
    def iso_3166_2(self) -> str:
        return self.province.iso_3166_2

    @property
    def timezone(self) -> str:
        return self.province.timezone

    @property
    def regencies(self) -> tuple[Region, ...]:
        """The kabupaten and kota it serves, by code."""
        served = [find(code) for code in self.serves]
        parts = [part for region in served for part in region.regencies or (region,)]
        return tuple(sorted(parts, key=lambda region: region.code))

    @property
    def area_codes(self) -> tuple[str, ...]:
        return self.serves

    @property
    def bps_code(self) -> str | None:
        return None

    @property
    def former_code(self) -> str | None:
        return None

    @property
    def candidate_domains(self) -> tuple[Domain, ...]:
        return ()
