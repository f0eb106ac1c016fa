"""A workbook to rows, one at a time, without believing what it says about its own size. Loads openpyxl.

A workbook is a zip of XML: a file of a few kilobytes can ask for gigabytes. So each part is measured before it is opened,
and the cells of each row are counted before they are kept.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.importers.problem import FileProblem, Problem

MEGABYTE = 1_000_000
MAX_SHEET = 150 * MEGABYTE  # unpacked; ten thousand hojas de vida take a third of it
MAX_STRINGS = 60 * MEGABYTE
MAX_PART = 5 * MEGABYTE  # styles and the rest are kept whole in memory
MAX_MEDIA = 25 * MEGABYTE  # a logo or a photograph, which nobody opens here
MEDIA = "xl/media/"
MAX_ROWS = 20_000
MAX_COLUMNS = 200
CHUNK = 1 << 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted workbook is wrapped in this; one of before 2007 is this


def rows(file: str, data: bytes) -> Iterator[tuple[object, ...]]:
    """Return the rows of the first sheet, formulas as they are written. Raises FileProblem with what to do."""
    if data.startswith(OLE):
        raise _refused(file, "tiene contraseña o es de un Excel antiguo. Quítale la contraseña y guárdalo como XLSX.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _measure(file, packed)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a sheet may say that it is as wide as it likes
            for number, row in enumerate(sheet.iter_rows(values_only=True)):
                if number > MAX_ROWS:
                    raise _refused(file, f"trae más de {MAX_ROWS:,} filas. Divídelo en varios.".replace(",", "."))
                if len(row) > MAX_COLUMNS and any(cell is not None for cell in row[MAX_COLUMNS:]):
                    raise _refused(file, f"trae más de {MAX_COLUMNS} columnas. Deja solo las de la plantilla.")
                yield row[:MAX_COLUMNS]
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, ParseError, expat.ExpatError) as error:
        raise _unreadable(file) from error
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        # What openpyxl and zipfile do with a workbook that another program broke: they have no exception of their own for it
        # (NotImplementedError: a part packed in a way that zipfile does not read; LookupError: an encoding that nobody knows).
        raise _unreadable(file) from error


def _unreadable(file: str) -> FileProblem:
    return _refused(file, "no se pudo abrir. Guárdalo de nuevo como XLSX.")


def _refused(file: str, message: str) -> FileProblem:
    return FileProblem(Problem(file, None, None, message))


def _measure(file: str, packed: zipfile.ZipFile) -> None:
    for part in packed.infolist():
        if part.flag_bits & 1:
            raise _refused(file, "tiene contraseña. Quítasela y guárdalo de nuevo.")
        if part.file_size > _most(part.filename):
            raise _refused(file, "ocupa demasiado al abrirlo. Copia solo los datos a un archivo nuevo.")
        try:
            _count(file, packed, part)
        except expat.ExpatError:
            continue  # a picture; whoever has to read it as XML says that it is none


def _most(part: str) -> int:
    """Return how many bytes a part may have, unpacked."""
    if part.startswith("xl/worksheets/sheet"):
        return MAX_SHEET
    if part.startswith(MEDIA):
        return MAX_MEDIA
    return MAX_STRINGS if part == "xl/sharedStrings.xml" else MAX_PART


def _count(file: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a row of too many cells in any part: which of them is the sheet, whatever its name, the workbook itself says."""
    inside, cells = False, 0
    parser = expat.ParserCreate(namespace_separator=" ")

    def opened(name: str, _: dict[str, str]) -> None:
        nonlocal inside, cells
        kind = name.rpartition(" ")[2]
        if kind == "row":
            inside, cells = True, 0
        elif kind == "c" and inside:  # the list of what to calculate has cells without rows
            cells += 1
            if cells > MAX_COLUMNS:
                raise _refused(file, f"trae más de {MAX_COLUMNS} columnas. Deja solo las de la plantilla.")

    def declared(*_: object) -> None:
        raise _unreadable(file)  # no spreadsheet declares entities; who does wants them to multiply

    parser.StartElementHandler = opened
    if not part.filename.startswith(MEDIA):  # a drawing may declare some
        parser.EntityDeclHandler = declared
    with packed.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
