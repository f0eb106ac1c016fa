"""Settings: the one reader of the environment and of `.env`. Frozen; every name is in the README's table."""

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIN_SECRET = 32
# What is set may be empty, or looks like this; else the words say what to write.
SHAPES: Mapping[str, tuple[str, str]] = {
    "twilio_account_sid": (
        r"AC.{32}",
        "escribe el «Account SID» de la consola de Twilio: empieza por AC y tiene 34 caracteres",
    ),
    "twilio_whatsapp_from": (r"whatsapp:\+.*", "escribe el número así: whatsapp:+573001234567"),
    "twilio_template_aviso": (
        r"HX[0-9a-fA-F]{32}",
        "escribe el «Content SID» de la plantilla: empieza por HX y tiene 34 caracteres",
    ),
    "twilio_sms_from": (r"\+[1-9][0-9]{6,14}", "escribe el número así: +573001234567"),
    "smtp_from": (r"[^@\s]+@[^@\s]+", "escribe una dirección de correo, así: avisos@ejemplo.gov.co"),
}


class SettingsError(Exception):
    """A setting is wrong. The message names it and says what to write; values are not repeated (they may be secret)."""


class Settings(BaseSettings):
    """Everything an operator may set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, populate_by_name=True
    )

    database_url: str = Field(
        "", alias="CATALINA_DATABASE_URL", description="base de datos; vacío: SQLite en la carpeta de datos"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000", alias="CATALINA_PUBLIC_URL", description="dirección pública, con https"
    )
    secret_key: str = Field(
        "",
        alias="CATALINA_SECRET_KEY",
        description="clave del servidor; vacío: se crea y se guarda en la carpeta de datos",
    )
    data_dir: Path = Field(Path("var"), alias="CATALINA_DATA_DIR", description="carpeta de datos")
    entidad: Path | None = Field(None, alias="CATALINA_ENTIDAD", description="archivo con los datos de la entidad")
    twilio_account_sid: str = Field("", alias="TWILIO_ACCOUNT_SID", description="cuenta de Twilio (AC…)")
    twilio_auth_tokens: Annotated[tuple[str, ...], NoDecode] = Field(
        (), alias="TWILIO_AUTH_TOKEN", description="token de Twilio; varios separados por comas mientras se rota"
    )
    twilio_whatsapp_from: str = Field("", alias="TWILIO_WHATSAPP_FROM", description="número que envía: whatsapp:+57…")
    twilio_api_url: str = Field("", alias="TWILIO_API_URL", description="otra dirección para Twilio (pruebas, proxies)")
    twilio_template_aviso: str = Field(
        "", alias="TWILIO_TEMPLATE_AVISO", description="plantilla aprobada de los avisos (HX…); vacío: no se usa"
    )
    twilio_sms_from: str = Field("", alias="TWILIO_SMS_FROM", description="número que envía SMS: +57…; vacío: sin SMS")
    smtp_url: str = Field(
        "", alias="CATALINA_SMTP_URL", description="servidor de correo: smtp(s)://usuario:clave@servidor:puerto"
    )
    smtp_from: str = Field("", alias="CATALINA_SMTP_FROM", description="dirección desde la que salen los correos")
    webhook_secret: str = Field(
        "",
        alias="CATALINA_WEBHOOK_SECRET",
        description="secreto con que firma el sistema de la entidad; vacío: no se reciben sus envíos",
    )
    probe_url: str = Field(
        "", alias="CATALINA_PROBE_URL", description="dirección del proceso web al que pregunta la sonda"
    )
    metrics_token: str = Field(
        "",
        alias="CATALINA_METRICS_TOKEN",
        description="token con que Prometheus lee /metrics; vacío: solo la red privada",
    )
    proxies: int = Field(
        0, ge=0, alias="CATALINA_PROXIES", description="servidores intermedios de confianza (nginx: 1)"
    )
    web_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), alias="CATALINA_WEB_ORIGINS", description="sitios de la entidad que muestran el chat, separados por comas"
    )
    synchronous: Literal["FULL", "NORMAL"] = Field(
        "FULL", alias="CATALINA_SQLITE_SYNCHRONOUS", description="seguridad de escritura de SQLite"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="CATALINA_LOG_LEVEL", description="detalle del registro"
    )

    pesos: Annotated[tuple[int, int, int], NoDecode] = Field(
        (50, 30, 20),
        alias="CATALINA_PESOS",
        description="cuánto pesan demanda, complejidad y Ventanilla Única en las prioridades; suman 100",
    )

    @field_validator("pesos", mode="before")
    @classmethod
    def _weights(cls, value: Any) -> Any:
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else [str(part) for part in value]
        if (
            len(parts) != 3
            or not all(part.isascii() and part.isdigit() for part in parts)
            or sum(map(int, parts)) != 100
        ):
            raise ValueError("escribe tres números enteros que sumen 100, así: 50,30,20")
        return tuple(map(int, parts))

    @field_validator("web_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        sites = tuple(site.rstrip("/").lower() for site in value)
        if not all(re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", site) for site in sites):
            raise ValueError("escribe cada sitio sin ruta y separado por comas, así: https://www.cartagena.gov.co")
        return sites

    @field_validator("twilio_auth_tokens", "web_origins", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("webhook_secret", "metrics_token")
    @classmethod
    def _long(cls, value: str) -> str:
        if value and len(value) < MIN_SECRET:
            raise ValueError(f"escribe al menos {MIN_SECRET} caracteres al azar")
        return value

    @field_validator("public_url", "twilio_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("escribe la dirección completa, por ejemplo https://catalina.cartagena.gov.co")
        return value.rstrip("/")

    @field_validator("probe_url")
    @classmethod
    def _probe(cls, value: str) -> str:
        if value and not re.fullmatch(
            r"https?://([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/[\w./-]*)?", value, re.ASCII
        ):
            raise ValueError("escribe la dirección del proceso web, sin usuario ni clave, así: http://10.0.0.5:8000")
        return value.rstrip("/")

    @field_validator(*SHAPES)
    @classmethod
    def _shape(cls, value: str, info: ValidationInfo) -> str:
        pattern, write = SHAPES[str(info.field_name)]
        if value and not re.fullmatch(pattern, value):
            raise ValueError(write)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (parts.scheme in ("smtp", "smtps") and parts.hostname):
            raise ValueError("escribe el servidor de correo así: smtp://usuario:clave@correo.ejemplo.gov.co:587")
        return value

    @property
    def sms_on(self) -> bool:
        """Return whether SMS can go: Twilio's account and a number to send from are set."""
        return bool(self.twilio_account_sid and self.twilio_auth_tokens and self.twilio_sms_from)

    @property
    def correo_on(self) -> bool:
        """Return whether e-mail can go: a server and an address to send from are set."""
        return bool(self.smtp_url and self.smtp_from)

    @property
    def whatsapp_on(self) -> bool:
        """Return whether WhatsApp can work: account, token and number are set."""
        return bool(self.twilio_account_sid and self.twilio_auth_tokens and self.twilio_whatsapp_from)

    @property
    def resolved_database_url(self) -> str:
        """Return the database's URL, SQLite in the data folder when none is set."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'catalina.db').as_posix()}"


def load_settings(**overrides: Any) -> Settings:
    """Return the settings of this process, with a secret key made at the first run.

    Raises:
        SettingsError: one or more settings are wrong; the message lists each with what to write.
    """
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        lines = [f"  {_alias(e['loc'])}: {_reason(e)}" for e in error.errors()]
        raise SettingsError(
            "\n".join(["Hay ajustes por corregir (en el archivo .env o en el entorno):", *lines])
        ) from None
    _make_private(settings.data_dir)
    if settings.secret_key:
        return settings
    return settings.model_copy(update={"secret_key": _kept_key(settings.data_dir)})


def _alias(location: tuple[int | str, ...]) -> str:
    name = str(location[0])
    field = Settings.model_fields.get(name)
    return str(field.alias) if field else name


def _reason(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "literal_error":
        return f"escribe uno de estos valores: {error['ctx']['expected']}"
    return "el valor no sirve; mira la tabla de ajustes del README"


def _make_private(data_dir: Path) -> None:
    """Make the data folder, closed to the other users of the machine: telephone numbers and files of people are in it."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(PermissionError):  # a volume that belongs to somebody else: `catalina doctor` looks at it
        data_dir.chmod(0o700)


def _kept_key(data_dir: Path) -> str:
    """Return the key under the data folder, made once, readable only by its owner."""
    path = data_dir / "secret_key"
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        fresh.rename(path)
    return path.read_text(encoding="utf-8").strip()
