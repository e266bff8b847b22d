"""Python's email: getaddresses(), which the policy compat32 leaves to its users, or the default policy."""
import email.policy
import email.utils
import sys


def seen_by_default(value):
    return [a.addr_spec for a in email.policy.default.header_factory("From", value).addresses]


def seen_by_compat32(value):
    return [address for _, address in email.utils.getaddresses([value])]


read = seen_by_default if sys.argv[1] == "default" else seen_by_compat32
for line in sys.stdin:
    try:
        seen = read(bytes.fromhex(line.strip()).decode("utf-8", "replace"))
    except Exception:  # pylint: disable=broad-except  # what it cannot read it does not show
        seen = []
    print(" ".join(a.encode("utf-8", "replace").hex() for a in seen))
