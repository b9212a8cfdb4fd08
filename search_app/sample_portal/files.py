"""A file's name and the words on it go in, the bytes of a small but valid file come out."""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from zlib import crc32

_SKIES = ("#cfe3f1", "#f3e3c3", "#dcebd3", "#ead9e6", "#d8e0ee", "#f2d9cf")
_WALLS = ("#8fa9bd", "#b59b6d", "#86a577", "#a184a0", "#7d8fb0", "#b98572")

_SCHEMAS = "http://schemas.openxmlformats.org"
_DOCUMENT = f"{_SCHEMAS}/officeDocument/2006/relationships"
_PACKAGE = f"{_SCHEMAS}/package/2006"
_WORD = f"{_SCHEMAS}/wordprocessingml/2006/main"
_SHEET = f"{_SCHEMAS}/spreadsheetml/2006/main"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_SHEET_TYPE = f"{_OPEN_XML}.spreadsheetml.worksheet+xml"


def without_marks(text: str) -> str:
    """Text in plain ASCII letters, as file names, slugs and a PDF's built-in fonts need it."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return letters.encode("ascii", "ignore").decode("ascii")


def picture_of(name: str) -> bytes:
    """An SVG that stands for a photograph: people before a wall, and its name in a corner."""
    number = crc32(name.encode())
    sky, wall = _SKIES[number % len(_SKIES)], _WALLS[number // 7 % len(_WALLS)]
    people = "".join(
        f'<circle cx="{x}" cy="{y}" r="22"/><rect x="{x - 34}" y="{y + 24}" width="68"'
        f' height="200" rx="30"/>'
        for x, y in ((70 + 100 * seat, 190 + (number >> seat) % 5 * 8) for seat in range(6))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">'
        f'<rect width="640" height="360" fill="{sky}"/>'
        '<rect x="90" y="40" width="460" height="70" fill="#b3261e"/>'
        f'<g fill="{wall}">{people}</g>'
        f'<text x="12" y="26" font-family="sans-serif" font-size="16">{escape(name)}</text></svg>'
    ).encode()


def attachment_of(file: str, title: str) -> tuple[bytes, str]:
    """The bytes and the media type of an attachment that shows its title; by the file's ending."""
    ending = file.rpartition(".")[2].lower()
    make, media_type = _MAKERS.get(ending, (_plain, "application/octet-stream"))
    return make(title), media_type


def _plain(title: str) -> bytes:
    return title.encode()


def _pdf(title: str) -> bytes:
    words = without_marks(title).replace("\\", "").replace("(", "[").replace(")", "]")
    drawing = f"BT /F1 11 Tf 50 780 Td ({words}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources 6 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Font << /F1 4 0 R >> >>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, b"".join(places))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return written + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(written)


def _doc(title: str) -> bytes:
    """Rich text, which word processors open under the ending `.doc`."""
    letters = "".join(
        letter if letter.isascii() and letter not in r"\{}" else rf"\u{ord(letter)}?"
        for letter in title
    )
    return rf"{{\rtf1\ansi {letters}\par}}".encode("ascii")


def _docx(title: str) -> bytes:
    main = f"{_OPEN_XML}.wordprocessingml.document.main+xml"
    return _office(
        ("word/document.xml", main),
        {
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r>'
            f"<w:t>{escape(title)}</w:t></w:r></w:p></w:body></w:document>"
        },
    )


def _xlsx(title: str) -> bytes:
    main = f"{_OPEN_XML}.spreadsheetml.sheet.main+xml"
    return _office(
        ("xl/workbook.xml", main),
        {
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_DOCUMENT}"><sheets>'
            '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1">'
            f'<c r="A1" t="inlineStr"><is><t>{escape(title)}</t></is></c></row></sheetData>'
            "</worksheet>",
        },
    )


def _office(main: tuple[str, str], parts: Mapping[str, str]) -> bytes:
    name, media_type = main
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_SHEET_TYPE}"/>'
        f'<Override PartName="/{name}" ContentType="{media_type}"/></Types>'
    )
    return _archive(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": _relation("officeDocument", name),
            **parts,
        }
    )


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/{kind}" Target="{target}"/></Relationships>'
    )


def _zip(title: str) -> bytes:
    return _archive({"doc-truoc.txt": title})


def _archive(parts: Mapping[str, str]) -> bytes:
    """A zip of texts; ZipInfo's fixed date keeps equal archives equal."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


_MAKERS: Mapping[str, tuple[Callable[[str], bytes], str]] = {
    "pdf": (_pdf, "application/pdf"),
    "doc": (_doc, "application/msword"),
    "docx": (_docx, f"{_OPEN_XML}.wordprocessingml.document"),
    "xlsx": (_xlsx, f"{_OPEN_XML}.spreadsheetml.sheet"),
    "zip": (_zip, "application/zip"),
}
