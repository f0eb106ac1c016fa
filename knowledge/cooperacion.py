"""Tables of international cooperation: projects, organisations and networks, and public figures with their city."""

from sqlmodel import Field

from knowledge.contenido import ContenidoRow


class ProyectoRow(ContenidoRow, table=True):
    """A cooperation project of Cartagena."""

    __tablename__ = "proyectos"

    nombre: str = ""
    linea: str = ""


class OrganizacionRow(ContenidoRow, table=True):
    """An organisation or network with which a city cooperates. The city is a column: two cities never mix."""

    __tablename__ = "organizaciones"

    nombre: str = ""
    ciudad: str = Field(default="", index=True)
    tipo: str = ""


class DatoRow(ContenidoRow, table=True):
    """A public figure or fact, said whole, with its city."""

    __tablename__ = "datos_publicos"

    ciudad: str = Field(default="", index=True)
    tema: str = ""
