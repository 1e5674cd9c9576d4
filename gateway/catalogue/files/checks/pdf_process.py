"""A separate process, with little memory and time, for one PDF from standard input (PDFium may crash or hang).

`look` prints what is in it as JSON; `draw` prints its first page as a WebP picture. It exits with 2 if the PDF cannot
be opened and with 3 if that needs a password. Run by `pdf.py`, never imported.
"""

import json
import resource
import sys
from io import BytesIO

import pypdfium2
from pypdfium2 import raw

MAX_MEMORY_BYTES = 1024**3
MAX_CPU_SECONDS = 10
MAX_SIDE_PIXELS = 480
XFA_FORM_TYPES = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)


def limit() -> None:
    """Keep this process from taking the machine's memory, time or disk."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(document: pypdfium2.PdfDocument) -> bytes:
    """Return how many pages the PDF has, and what it holds that is active."""
    document.get_page_size(0)
    return json.dumps(
        {
            "pages": len(document),
            "scripts": raw.FPDFDoc_GetJavaScriptActionCount(document),
            "attachments": raw.FPDFDoc_GetAttachmentCount(document),
            "is_xfa": document.get_formtype() in XFA_FORM_TYPES,
        }
    ).encode()


def draw(document: pypdfium2.PdfDocument) -> bytes:
    """Return the first page on white, its longer side at most 480 pixels."""
    page = document[0]
    scale = min(2.0, MAX_SIDE_PIXELS / max(*page.get_size(), 1))
    output = BytesIO()
    page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(output, "WEBP", quality=80)
    return output.getvalue()


def main(task: str) -> int:
    """Do the task and return the exit code."""
    limit()
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        answer = look(document) if task == "look" else draw(document)
    except pypdfium2.PdfiumError as error:
        return 3 if error.err_code == raw.FPDF_ERR_PASSWORD else 2
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
