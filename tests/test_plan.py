from collections.abc import Callable

from smartcity_kit.plan import Plan
from smartcity_kit.profile import AppChoice, Mail, Server
from smartcity_kit.secrets.make import is_made


def test_it_embeds_a_region_that_names_no_server(plan_of: Callable[..., Plan]) -> None:
    assert plan_of().place == "embedded"


def test_it_goes_to_the_servers_where_some_are_named(
    plan_of: Callable[..., Plan], server: Server
) -> None:
    assert plan_of(servers={"web1": server}).place == "servers"


def test_it_embeds_on_request_even_so(plan_of: Callable[..., Plan], server: Server) -> None:
    assert plan_of("embedded", servers={"web1": server}).place == "embedded"


def test_live_comes_first_because_the_others_sign_in_through_it(
    plan_of: Callable[..., Plan],
) -> None:
    plan = plan_of()
    assert [app.name for app in plan.apps] == ["live", "laksa"]
    assert plan.issuer == plan.apps[0].url


def test_apps_on_servers_answer_below_the_regions_domain(
    plan_of: Callable[..., Plan], server: Server
) -> None:
    plan = plan_of(servers={"web1": server})
    assert [app.url for app in plan.apps] == [
        "https://live.gorontalokota.go.id",
        "https://laksa.gorontalokota.go.id",
    ]


def test_embedded_apps_answer_on_ports_of_the_regions_block(plan_of: Callable[..., Plan]) -> None:
    assert [app.url for app in plan_of(embedded_port=21400).apps] == [
        "http://localhost:21400",
        "http://localhost:21401",
    ]


def test_live_knows_the_secret_of_each_client(plan_of: Callable[..., Plan]) -> None:
    live, laksa = plan_of().apps
    keys = ("oidc_key.pem", "push_key.pem")
    assert live.secrets[:5] == ("secret_key", "data_key", *keys, "clients/laksa")
    assert laksa.secrets[:3] == ("secret_key", "data_key", "oidc_client_secret")


def test_apps_that_talk_share_a_secret_where_both_are_adopted(
    plan_of: Callable[..., Plan],
) -> None:
    alone = plan_of()
    sigap = AppChoice("sigap", "SIGAP", "sigap", {})
    both = plan_of(apps={**alone.profile.apps, "sigap": sigap})
    names = {app.name: {name for name in app.secrets if "links/" in name} for app in both.apps}
    assert names == {
        "live": {"links/laksa", "links/sigap"},  # they depend on it
        "laksa": {"links/live", "links/sigap"},
        "sigap": {"links/live", "links/laksa"},
    }
    assert not any("links/sigap" in app.secrets for app in alone.apps)


def test_an_app_that_reads_a_mailbox_gets_its_password(plan_of: Callable[..., Plan]) -> None:
    alone = plan_of()
    assert not any("imap_password" in app.secrets for app in alone.apps)
    reads = AppChoice("laksa", "LAKSA", "laksa", {"imap_host": "surel.gorontalokota.go.id"})
    plan = plan_of(apps={**alone.profile.apps, "laksa": reads})
    assert [app.name for app in plan.apps if "imap_password" in app.secrets] == ["laksa"]


def test_live_gets_what_personnel_system_and_provider_need_where_the_region_has_them(
    plan_of: Callable[..., Plan],
) -> None:
    alone = plan_of()
    names = {"scim_token", "upstream_secret", "message_token"}
    assert not names & set(alone.apps[0].secrets)
    settings: dict[str, int | str] = {
        "provisioning": True,
        "upstream_issuer": "https://sso.gorontalokota.go.id",
        "message_url": "https://pesan.gorontalokota.go.id/kirim",
    }
    live = AppChoice("live", "LIVE", "live", {**alone.apps[0].settings, **settings})
    plan = plan_of(apps={**alone.profile.apps, "live": live})
    assert names <= set(plan.apps[0].secrets)
    assert [name for name in sorted(names) if is_made(name)] == ["scim_token"]


def test_apps_get_a_mail_password_only_where_the_relay_asks_for_one(
    plan_of: Callable[..., Plan],
) -> None:
    open_relay = Mail("mail", 25, None, "noreply@gorontalokota.go.id", "none")
    closed = Mail("mail", 587, "kota", "noreply@gorontalokota.go.id", "starttls")
    assert "mail_password" not in plan_of(mail=open_relay).apps[0].secrets
    assert "mail_password" in plan_of(mail=closed).apps[0].secrets
