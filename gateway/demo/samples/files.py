"""Invented files for a development site, which show what a publication with files looks like."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction

from gateway.catalogue.files import check_upload
from resources.models import Publication, PublicationFile

PUBLICATION_TITLE = "One-page profiles: a starter kit for tutors and class teachers"
PAGES = (
    ("My one-page profile", "A sample. Write in your own words.", "", "What matters to me:", "", "What helps me:"),
    (
        "A worked example: Sam, Year 2",
        "Sam is invented.",
        "",
        "What matters to me: trains and my sister.",
        "",
        "What helps me: a quiet corner and a warning before the bell.",
    ),
)
SCRIPT = """A script for a ten-minute conversation (a sample)

1. "What was the best part of your week?" (wait)
2. "What do adults do that helps?" (wait)
3. "What should they stop doing?" (wait longer)
"""


@transaction.atomic
def add_files() -> int:
    """Add files to the sample publication if it has none, and return how many were added."""
    publication = Publication.objects.filter(title=PUBLICATION_TITLE, is_sample=True).first()
    if publication is None or publication.files.exists():
        return 0
    files = {"one-page-profile.pdf": make_text_pdf(PAGES), "conversation-script.txt": SCRIPT.encode()}
    for place, (name, content) in enumerate(files.items(), start=1):
        PublicationFile.objects.store(check_upload(ContentFile(content, name)), publication=publication, order=place)
    return len(files)


def make_text_pdf(pages: tuple[tuple[str, ...], ...]) -> bytes:
    """Return a PDF with these lines on its pages, in the plainest form (ISO 32000-1, annex H)."""
    first = 4
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for place, lines in enumerate(pages):
        text = "BT /F1 20 Tf 60 760 Td 30 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 2 * place + 1} 0 R"
        objects += [f"{page}/Resources<</Font<</F1 3 0 R>>>>>>", f"<</Length {len(text)}>>stream\n{text}\nendstream"]
    return assemble_pdf(objects)


def assemble_pdf(objects: list[str]) -> bytes:
    """Return a PDF of numbered objects, with the table that says where each begins."""
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    return f"{body}{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
