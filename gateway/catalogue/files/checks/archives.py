"""Checks of Word, PowerPoint, Excel, OpenDocument and ZIP files: all of them are ZIP archives of parts."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from typing import IO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from gateway.catalogue.files.checks.media import guess_ending
from gateway.catalogue.files.errors import (
    DamagedFile,
    DamagedInside,
    FileRefused,
    NeedsPassword,
    UnsafeFile,
    WrongFileType,
)
from gateway.catalogue.files.file_kinds import FileKind, get_ending, get_file_kinds

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_COMPRESSION_RATIO = 100
END_RECORD_BYTES, LOCATOR_BYTES = 22, 20
FIRST_SIGNATURE, LAST_SIGNATURE, LARGE_LAST_SIGNATURE = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
HEAD_BYTES, TAIL_BYTES = 1024, 64 * 1024
BLANK_BYTES = b"\0\t\n\f\r "
OLD_OFFICE_SIGNATURE = b"\xd0\xcf\x11\xe0"
LOCKED_PACKAGE_NAME = "EncryptedPackage".encode("utf-16-le")
"""The name of the encrypted content in an Office file with a password (MS-OFFCRYPTO, 2.3.4)."""
MANIFEST_PATH = "META-INF/manifest.xml"
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_LIST_BYTES = 1024 * 1024
MACRO_PATTERN = re.compile(r"(vba\w*\.(bin|xml)$|(^|/)(activex|macrosheets|basic|scripts)/)", re.IGNORECASE)
DOCUMENT_NUMBER_PATTERN = re.compile(r"(?<=word/document)\d+(?=\.xml$)")
"""Word on the web calls the main part document2.xml."""
OTHER_MAIN_PART_PATTERN = re.compile(rb"\b(?:template|slideshow)\.main\+xml")
MAIN_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
OUTSIDE_PARTS = {
    "attachedTemplate": (
        "its Word template is at {} and would be loaded from there. In Word, choose File, Options, Add-ins; beside "
        "“Manage” choose Templates and Go; empty the box “Document template” and save the file. Or save it as a PDF"
    ),
    "externalLinkPath": (
        "it uses figures from another workbook at {}. In Excel, choose Data, then “Edit Links” or “Workbook Links”, "
        "and break the links; save the file. Or save it as a PDF"
    ),
    "oleObject": (
        "it shows an object that is at {} and would be loaded from there. Choose File, Info, “Edit Links to Files”, "
        "and break the links; save the file. Or save it as a PDF"
    ),
    "subDocument": "a part of it is at {} and would be loaded from there. Copy that part in, or save it as a PDF",
    "frame": "a part of it is at {} and would be loaded from there. Copy that part in, or save it as a PDF",
}
"""Parts that programs load from another address when the file is opened, and what to do about each."""
TEMPLATE_MESSAGE = "It is a template or a slide show, but its name ends in .{0}. Open it, and save it as .{0}."
READ_ERRORS = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)


def check_archive(file: IO[bytes], kind: FileKind, size: int) -> None:
    """Refuse an archive that is broken, unpacks to too much, holds macros or is not of this kind."""
    check_ends(file, kind, size)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            check_size(entries, size)
            check_entries(entries)
            check_parts(archive, kind)
            if archive.testzip():
                raise DamagedFile
    except FileRefused:
        raise
    except READ_ERRORS as error:
        raise DamagedFile from error


def check_ends(file: IO[bytes], kind: FileKind, size: int) -> None:
    """Refuse anything before or after the archive, where another kind of file could hide, and endless lists.

    Blanks after the end are accepted: some servers add them, and nothing can hide in them.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head.startswith(FIRST_SIGNATURE):
        raise make_refusal(file, head, kind)
    file.seek(max(0, size - TAIL_BYTES))
    before, _, rest = file.read(TAIL_BYTES).rpartition(LAST_SIGNATURE)
    record = LAST_SIGNATURE + rest[: END_RECORD_BYTES - len(LAST_SIGNATURE)]
    is_large = before[-LOCATOR_BYTES:].startswith(LARGE_LAST_SIGNATURE)
    if len(record) < END_RECORD_BYTES or rest[END_RECORD_BYTES - len(LAST_SIGNATURE) :].strip(BLANK_BYTES) or is_large:
        raise DamagedFile
    if int.from_bytes(record[12:16], "little") > MAX_DIRECTORY_BYTES:
        raise UnsafeFile("it would unpack to far more than its size")


def make_refusal(file: IO[bytes], head: bytes, kind: FileKind) -> FileRefused:
    """Return why a file that does not begin as an archive is refused."""
    if head.startswith(OLD_OFFICE_SIGNATURE):
        file.seek(0)
        if LOCKED_PACKAGE_NAME in file.read():
            return NeedsPassword()
        return FileRefused(f"It is an old Office file with a new name. Open it, and save it as .{kind.ending}.")
    return DamagedInside(kind.ending) if FIRST_SIGNATURE in head else WrongFileType(guess_ending(head))


def check_size(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what would unpack to far more than its size, before anything is unpacked."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_COMPRESSION_RATIO * size:
        raise UnsafeFile("it would unpack to far more than its size")


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that are encrypted, named twice, lead out of the archive or hide something before it."""
    names = [entry.filename for entry in entries]
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise DamagedFile
    if any(entry.flag_bits & 1 for entry in entries):
        raise NeedsPassword
    if len(set(names)) != len(names) or any(is_outside_folder(name) for name in names):
        raise UnsafeFile("it contains files with dangerous names")
    if any(MACRO_PATTERN.search(name) for name in names):
        raise UnsafeFile("it contains macros (small programs). Save it without macros")


def is_outside_folder(name: str) -> bool:
    """Return whether a name leads out of the folder in which the archive is unpacked."""
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", posixpath.normpath(name))


def check_parts(archive: zipfile.ZipFile, kind: FileKind) -> None:
    """Refuse an archive without the parts that its kind has, or with parts that it may not have."""
    if kind.family == "office":
        check_office(archive, kind)
    elif kind.family == "open document":
        check_open_document(archive, kind)
    elif any(not name.endswith("/") and not may_be_zipped(name) for name in archive.namelist()):
        raise UnsafeFile("it contains a type of file that the Gateway does not take")


def may_be_zipped(name: str) -> bool:
    """Return whether a ZIP may hold a file of this name; an archive in an archive is not allowed."""
    return get_ending(name) != "zip" and get_ending(name) in get_file_kinds()


def check_open_document(archive: zipfile.ZipFile, kind: FileKind) -> None:
    """Refuse an OpenDocument file that is of another kind or needs a password."""
    named = archive.NameToInfo.get("mimetype")
    said = archive.read(named).decode().strip() if named and named.file_size <= HEAD_BYTES else ""
    if said == f"{kind.media_type}-template":
        raise FileRefused(TEMPLATE_MESSAGE.format(kind.ending))
    if said != kind.media_type:
        raise WrongFileType
    if MANIFEST_PATH in archive.NameToInfo and b"encryption-data" in read_list(archive, MANIFEST_PATH):
        raise NeedsPassword


def check_office(archive: zipfile.ZipFile, kind: FileKind) -> None:
    """Refuse an Office file that names macros or another kind in its contents, or that loads parts from outside."""
    names = set(archive.namelist())
    if not {"[Content_Types].xml", MAIN_PARTS[kind.ending]} <= {
        DOCUMENT_NUMBER_PATTERN.sub("", name) for name in names
    }:
        raise WrongFileType
    contents = read_list(archive, "[Content_Types].xml")
    if b"macroEnabled" in contents:
        raise UnsafeFile("it contains macros (small programs). Save it without macros")
    if kind.media_type.encode() not in contents:
        raise (
            FileRefused(TEMPLATE_MESSAGE.format(kind.ending))
            if OTHER_MAIN_PART_PATTERN.search(contents)
            else WrongFileType()
        )
    for name in names:
        if name.endswith(".rels"):
            check_relations(read_list(archive, name))


def read_list(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one of an Office file's own lists, refusing one that is too long."""
    if archive.getinfo(name).file_size > MAX_LIST_BYTES:
        raise UnsafeFile("one of its lists is too long")
    return archive.read(name)


def check_relations(xml: bytes) -> None:
    """Refuse parts that would be loaded from another address when the file is opened."""
    try:
        relations = ElementTree.fromstring(xml, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise DamagedFile from error
    for relation in relations:
        target, part = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and part in OUTSIDE_PARTS and is_web(target):
            raise UnsafeFile(OUTSIDE_PARTS[part].format(get_host(target)))


def get_host(target: str) -> str:
    """Return the host that a target names, short enough for a sentence."""
    found = re.match(r"(?:mhtml:)?(?:\w+:)?[/\\]*([\w.-]{1,80})", target)
    return found[1] if found else "another address"


def is_web(target: str) -> bool:
    """Return whether a target is on another machine; a template on the author's own disk is harmless."""
    return target.lower().startswith(("http:", "https:", "ftp:", "\\\\", "//", "mhtml:", "file://\\\\", "file:////"))
