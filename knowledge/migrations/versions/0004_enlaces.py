"""enlaces."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forward only: a restore of the backup is the way back."""
    op.create_table(
        "enlaces",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("lado", sa.String(), nullable=False),
        sa.Column("codigo_hash", sa.String(), nullable=False),
        sa.Column("vence_en", sa.DateTime(), nullable=False),
        sa.Column("usado_por", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"]),
        sa.PrimaryKeyConstraint("contact_id"),
    )
    op.create_index(op.f("ix_enlaces_codigo_hash"), "enlaces", ["codigo_hash"], unique=True)
    op.create_index(op.f("ix_enlaces_vence_en"), "enlaces", ["vence_en"], unique=False)
    op.add_column("addresses", sa.Column("desde_seq", sa.Integer(), server_default="0", nullable=False))
