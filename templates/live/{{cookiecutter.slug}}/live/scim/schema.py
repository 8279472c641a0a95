"""What LIVE tells and takes of an officer by SCIM 2.0 (RFC 7643): less than the standard's User.

Only what LIVE keeps is in the schema that clients read, so that nothing they send seems to be kept.
"""

from __future__ import annotations

from typing import Annotated

from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ComplexAttribute,
    EnterpriseUser,
    ETag,
    Extension,
    Filter,
    Patch,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
    User,
)

MOST = 200  # on one page


class Place(Extension):
    """Where in the government somebody works."""

    __schema__ = URN(str(EnterpriseUser.__schema__))

    employee_number: Annotated[str | None, Uniqueness.server] = None
    """NIP, 18 digits. Never in an address: look for it by POST on .search."""

    department: str | None = None
    """The id of an agency in the region's agencies.csv, or its name."""


class PhoneNumbers(ComplexAttribute):
    value: str | None = None
    """An Indonesian number; told as +62…"""


class Roles(ComplexAttribute):
    value: str | None = None
    """ "app:role": "laksa:officer"."""


class Officer(Resource[AnyExtension]):
    __schema__ = URN(str(User.__schema__))

    user_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    """The address with which the person signs in."""

    display_name: Annotated[str | None, Required.true] = None
    """The person's name."""

    title: str | None = None
    """The post: an id in the region's positions.csv, or words where there is no such table."""

    active: bool | None = None
    """Whether the person may sign in."""

    phone_numbers: list[PhoneNumbers] | None = None
    """One Indonesian number."""

    roles: list[Roles] | None = None
    """What the person may do in the region's apps."""


def provider(base: str) -> ScimProvider:
    """What is told of this service below `base`."""
    config = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer",
                description="The token that the kit made for the region's personnel system",
            )
        ],
    )
    return ScimProvider(
        models=[Officer, Place],
        resource_types=[
            ResourceType.model_validate(
                {
                    "id": "User",
                    "name": "User",
                    "endpoint": "/Users",
                    "description": "Officer",
                    "schema": str(Officer.__schema__),
                    "schemaExtensions": [{"schema": str(Place.__schema__), "required": False}],
                }
            )
        ],
        config=config,
        # Clients send all that their own schema has; what LIVE does not keep is passed over.
        policy=ScimPolicy(unknown=ScimPolicy.Unknown.ignore),
    )
