"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Forward only: a restore of the backup is the way back."""
    op.create_table(
        "auditoria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
        sa.UniqueConstraint("previous"),
    )
    with op.batch_alter_table("auditoria", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auditoria_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_auditoria_subject"), ["subject"], unique=False)

    op.create_table(
        "auditoria_fin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "compromisos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("idioma", sa.String(), nullable=True),
        sa.Column("aviso_version", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "contenido_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "content_cache",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "convocatorias",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("titulo", sa.String(), nullable=False),
        sa.Column("convocante", sa.String(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("cierre", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("convocatorias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_convocatorias_cierre"), ["cierre"], unique=False)

    op.create_table(
        "cuentas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("usuario", sa.String(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("dependencia_id", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_at", sa.DateTime(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("activo", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=True),
        sa.Column("private_key_sealed", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("usuario"),
    )
    op.create_table(
        "datos_publicos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("ciudad", sa.String(), nullable=False),
        sa.Column("tema", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("datos_publicos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_datos_publicos_ciudad"), ["ciudad"], unique=False)

    op.create_table(
        "denuncias",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recibida_el", sa.Date(), nullable=False),
        sa.Column("modo", sa.String(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("contenido", sa.Text(), nullable=False),
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("denuncias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_denuncias_estado"), ["estado"], unique=False)

    op.create_table(
        "dependencias",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "encuentros",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("lugar", sa.String(), nullable=False),
        sa.Column("fecha", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("encuentros", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_encuentros_fecha"), ["fecha"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_at"), ["at"], unique=False)

    op.create_table(
        "festivos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("fecha", sa.Date(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("festivos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_festivos_fecha"), ["fecha"], unique=False)

    op.create_table(
        "frases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("texto", sa.String(), nullable=False),
        sa.Column("clave", sa.String(), nullable=False),
        sa.Column("etiqueta", sa.String(), nullable=False),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("frases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frases_etiqueta"), ["etiqueta"], unique=False)
        batch_op.create_index(
            "ix_frases_viva",
            ["clave"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "hitos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("compromiso_id", sa.String(), nullable=False),
        sa.Column("num", sa.Integer(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("fecha", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("hitos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hitos_compromiso_id"), ["compromiso_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hitos_fecha"), ["fecha"], unique=False)

    op.create_table(
        "hojas",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("alcance", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("published_version_id", sa.Integer(), nullable=True),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "ingresos_fallidos",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("persona", sa.LargeBinary(length=8), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("idioma", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("intencion", sa.String(), nullable=True),
        sa.Column("confianza", sa.Float(), nullable=True),
        sa.Column("tramite", sa.String(), nullable=True),
        sa.Column("flow", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("reply_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("interactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interactions_at"), ["at"], unique=False)

    op.create_table(
        "lugares",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.Column("localidad", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("corpus", sa.String(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("frases", sa.Integer(), nullable=False),
        sa.Column("umbral", sa.Float(), nullable=True),
        sa.Column("informe", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.create_index(
            "ix_models_active",
            ["estado"],
            unique=True,
            sqlite_where=sa.text("estado = 'activo'"),
            postgresql_where=sa.text("estado = 'activo'"),
        )
        batch_op.create_index(batch_op.f("ix_models_corpus"), ["corpus"], unique=False)

    op.create_table(
        "organizaciones",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("ciudad", sa.String(), nullable=False),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("organizaciones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organizaciones_ciudad"), ["ciudad"], unique=False)

    op.create_table(
        "preguntas_guardadas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("texto", sa.String(), nullable=False),
        sa.Column("clave", sa.String(), nullable=False),
        sa.Column("etiqueta", sa.String(), nullable=False),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("preguntas_guardadas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preguntas_guardadas_etiqueta"), ["etiqueta"], unique=False)
        batch_op.create_index(
            "ix_preguntas_viva",
            ["clave"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.create_table(
        "proyectos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("linea", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "puntos_atencion",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("localidad", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("puntaje", sa.Integer(), nullable=False),
        sa.Column("comentario", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ratings_at"), ["at"], unique=False)

    op.create_table(
        "seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("provider", "provider_id"),
    )
    with op.batch_alter_table("seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_at"), ["at"], unique=False)

    op.create_table(
        "servicio_convocatorias",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "solicitudes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codigo", sa.String(), nullable=False),
        sa.Column("radicado", sa.String(), nullable=True),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("dependencia_id", sa.String(), nullable=True),
        sa.Column("dependencia", sa.String(), nullable=False),
        sa.Column("recibida_el", sa.Date(), nullable=False),
        sa.Column("vence_el", sa.Date(), nullable=True),
        sa.Column("plazo_dias_habiles", sa.Integer(), nullable=True),
        sa.Column("actualizada_el", sa.Date(), nullable=True),
        sa.Column("respondida_el", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("solicitudes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_solicitudes_codigo"), ["codigo"], unique=True)
        batch_op.create_index(batch_op.f("ix_solicitudes_estado"), ["estado"], unique=False)
        batch_op.create_index(batch_op.f("ix_solicitudes_radicado"), ["radicado"], unique=True)
        batch_op.create_index(batch_op.f("ix_solicitudes_vence_el"), ["vence_el"], unique=False)

    op.create_table(
        "terminos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=True),
        sa.Column("borrador", sa.JSON(), nullable=True),
        sa.Column("fuente", sa.String(), nullable=False),
        sa.Column("confirmado", sa.Boolean(), nullable=False),
        sa.Column("origen", sa.String(), nullable=False),
        sa.Column("huella", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.Column("dias", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ticks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("tick", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("job", "tick"),
    )
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("last_inbound_at", sa.DateTime(), nullable=True),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("address"),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tema", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "cuenta_roles",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["cuentas.id"],
        ),
        sa.PrimaryKeyConstraint("account_id", "rol"),
    )
    op.create_table(
        "denuncia_llaves",
        sa.Column("denuncia_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("llave", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["cuentas.id"],
        ),
        sa.ForeignKeyConstraint(
            ["denuncia_id"],
            ["denuncias.id"],
        ),
        sa.PrimaryKeyConstraint("denuncia_id", "account_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("denuncia_llaves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_denuncia_llaves_account_id"), ["account_id"], unique=False)

    op.create_table(
        "effects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact_id", "run", "key"),
    )
    op.create_table(
        "hoja_versiones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hoja_id", sa.String(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("contenido", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hoja_id"],
            ["hojas.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hoja_id", "numero"),
    )
    with op.batch_alter_table("hoja_versiones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hoja_versiones_hoja_id"), ["hoja_id"], unique=False)

    op.create_table(
        "ingresos",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["cuentas.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("ingresos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ingresos_account_id"), ["account_id"], unique=False)

    op.create_table(
        "media",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("path", sa.String(), nullable=True),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("ref"),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ref", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact_id", "seq"),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_ref"), ["ref"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("estado", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_contact", ["contact_id", "id"], unique=False)
        batch_op.create_index("ix_outbox_due", ["estado", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("contact_id"),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("tema", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact_id", "tema"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("dependencia_id", sa.String(), nullable=True),
        sa.Column("tema", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("outbox_id", "provider_id", "status", "error"),
    )
