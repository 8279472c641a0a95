"""Everything that an adoption could leave on a server, so that two moments can be compared."""

from tests.servers.server import Server

# What the system itself writes while nobody does anything, and the empty folder that Ansible makes
# for itself in the operator's home.
RESTLESS = (
    r"/etc/(mtab|ld\.so\.cache)$|/var/lib/(systemd|dbus|private|postgresql)/|/\.ansible(/tmp)? d"
)
LOOK = rf"""
cd /
dpkg-query --show
getent passwd; getent group
cat /etc/shadow | cut -d: -f1,2
systemctl list-unit-files --no-legend --no-pager
if command -v nft >/dev/null; then nft list ruleset; fi
find /etc /opt /root /home /srv /usr/local /var/lib /var/backups /var/www -xdev \
  -printf '%p %y %m %u %g %l\n' 2>/dev/null | grep -Ev '{RESTLESS}' | sort
find /etc /opt /root /home /srv /usr/local /var/lib /var/backups /var/www -xdev -type f -print0 |
  grep -zEv '{RESTLESS}' | sort -z | xargs -0 sha256sum
"""


def look_over(server: Server) -> list[str]:
    """Packages, users, units, firewall, and every file of note with mode, owner and content."""
    return server.run(LOOK).stdout.splitlines()
