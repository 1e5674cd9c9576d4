"""Which e-mail domains can show that a user works at a school."""

from __future__ import annotations

PUBLIC_MAIL_DOMAINS = frozenset(
    [
        *("aol.co.uk", "aol.com", "btinternet.com", "btopenworld.com", "duck.com", "fastmail.com", "gmail.com"),
        *("gmx.co.uk", "gmx.com", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com"),
        *("hushmail.com", "icloud.com", "live.co.uk", "live.com", "mac.com", "mail.com", "mail.ru", "me.com"),
        *("msn.com", "ntlworld.com", "outlook.co.uk", "outlook.com", "plusnet.com", "pm.me", "proton.me"),
        *("protonmail.com", "rocketmail.com", "sky.com", "talk21.com", "talktalk.net", "tiscali.co.uk"),
        *("tutanota.com", "virginmedia.com", "yahoo.co.uk", "yahoo.com", "yandex.com", "ymail.com", "zoho.com"),
    ]
)
SHARED_DOMAINS = (
    *("gov.uk", "nhs.uk", "nhs.net", "sch.uk", "ac.uk", "org.uk", "co.uk", "lgfl.net", "example"),
    *("blogspot.com", "e4education.co.uk", "eschools.co.uk", "facebook.com", "github.io", "google.com", "j2webby.com"),
    *("primarysite.net", "schooljotter.com", "schooljotter2.com", "schools-online.net", "weebly.com", "webs.com"),
    *("wix.com", "wixsite.com", "wordpress.com", "secure-primarysite.net", "eschools.net", "twitter.com", "x.com"),
)
"""Domains where many schools or others have addresses or pages."""
PUBLIC_SECTOR_DOMAINS = ("gov.uk", "nhs.uk", "nhs.net")
"""Every domain under these belongs to a council or a hospital, so none is a school's own."""


def get_domain(email: str) -> str:
    """Return the part after the @ of an e-mail address, in lower case."""
    return email.rpartition("@")[2].strip().lower()


def is_public_mail(domain: str) -> bool:
    """Return whether anyone can get an e-mail address at this domain."""
    return domain in PUBLIC_MAIL_DOMAINS


def may_be_school_domain(domain: str) -> bool:
    """Return whether a domain could be one school's own; only the school's record can show that it is."""
    is_shared = domain in SHARED_DOMAINS or any(domain.endswith(f".{above}") for above in PUBLIC_SECTOR_DOMAINS)
    return "." in domain and not is_public_mail(domain) and not is_shared
