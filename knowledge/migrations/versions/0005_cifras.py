"""cifras."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Forward only: a restore of the backup is the way back."""
    op.create_table(
        "kpi_celdas",
        sa.Column("grano", sa.String(), nullable=False),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("canal", sa.String(), nullable=False),
        sa.Column("dependencia", sa.String(), nullable=False),
        sa.Column("tema", sa.String(), nullable=False),
        sa.Column("inicio", sa.Date(), nullable=False),
        sa.Column("medidas", sa.Text(), nullable=False),
        sa.Column("personas", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("grano", "fuente", "canal", "dependencia", "tema", "inicio"),
    )
    op.create_table(
        "kpi_definiciones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicador", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("texto", sa.Text(), nullable=False),
        sa.Column("meta", sa.String(), nullable=False),
        sa.Column("formula_v", sa.Integer(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("oficina", sa.String(), nullable=False),
        sa.Column("usuario", sa.String(), nullable=False),
        sa.Column("propuesta_at", sa.DateTime(), nullable=False),
        sa.Column("vigente_desde", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ux_kpi_definiciones", "kpi_definiciones", ["indicador", "version"], unique=True)

    op.create_table(
        "kpi_hechos",
        sa.Column("grano", sa.String(), nullable=False),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("inicio", sa.Date(), nullable=False),
        sa.Column("huella", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("grano", "fuente", "inicio"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kpi_personas",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("persona", sa.LargeBinary(length=8), nullable=False),
        sa.Column("primer_dia", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("persona"),
    )
    op.create_index(op.f("ix_kpi_personas_primer_dia"), "kpi_personas", ["primer_dia"], unique=False)

    op.create_table(
        "kpi_reportes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.Column("desde", sa.Date(), nullable=False),
        sa.Column("hasta", sa.Date(), nullable=False),
        sa.Column("filtro", sa.String(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("datos", sa.Text(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("pedido_por", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_kpi_reportes_estado"), "kpi_reportes", ["estado"], unique=False)
    op.create_index("ux_kpi_reportes", "kpi_reportes", ["tipo", "desde", "hasta", "filtro"], unique=True)

    op.create_table(
        "sondas",
        sa.Column("minuto", sa.DateTime(), nullable=False),
        sa.Column("bien", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.BigInteger(), nullable=False),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("minuto"),
    )
    op.create_table(
        "kpi_acuerdos",
        sa.Column("definicion_id", sa.Integer(), nullable=False),
        sa.Column("oficina", sa.String(), nullable=False),
        sa.Column("usuario", sa.String(), nullable=False),
        sa.Column("acepta", sa.Boolean(), nullable=False),
        sa.Column("nota", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definicion_id"],
            ["kpi_definiciones.id"],
        ),
        sa.PrimaryKeyConstraint("definicion_id", "oficina"),
    )
    op.create_table(
        "kpi_envios",
        sa.Column("reporte_id", sa.Integer(), nullable=False),
        sa.Column("correo", sa.String(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporte_id"],
            ["kpi_reportes.id"],
        ),
        sa.PrimaryKeyConstraint("reporte_id", "correo"),
    )
    op.create_index(op.f("ix_kpi_envios_estado"), "kpi_envios", ["estado"], unique=False)

    op.add_column("interactions", sa.Column("dependencia", sa.String(), nullable=True))
