"""A wrong setting is named, with what to write, and its value (it may be a secret) is not repeated."""

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, load_settings

WRONG = [
    ("CATALINA_PUBLIC_URL", "catalina.example", "https://"),
    ("TWILIO_ACCOUNT_SID", "XX-secreto", "AC"),
    ("CATALINA_PESOS", "50,30,30", "sumen 100"),
    ("CATALINA_PESOS", "50,50", "sumen 100"),
    ("CATALINA_PESOS", "cien,-1,1", "sumen 100"),
    ("TWILIO_WHATSAPP_FROM", "3109998877", "whatsapp:+57"),
    ("CATALINA_SQLITE_SYNCHRONOUS", "RAPIDO-secreto", "FULL"),
    ("CATALINA_LOG_LEVEL", "gritos", "INFO"),
    ("CATALINA_PROXIES", "muchos", "README"),
    ("TWILIO_TEMPLATE_AVISO", "aviso-secreto", "HX"),
    ("TWILIO_SMS_FROM", "3109998877", "+57"),
    ("CATALINA_SMTP_URL", "correo-secreto:25", "smtp://"),
    ("CATALINA_SMTP_FROM", "nadie", "correo"),
    ("TWILIO_API_URL", "ftp://proxy", "https://"),
    ("CATALINA_METRICS_TOKEN", "corto-secreto", "32 caracteres"),
    ("CATALINA_PROBE_URL", "http://ana:secreta@10.0.0.5:8000", "sin usuario ni clave"),
    ("CATALINA_PROBE_URL", "catalina-web:8000", "http://10.0.0.5:8000"),
    ("CATALINA_WEB_ORIGINS", "https://www.cartagena.gov.co/chat", "sin ruta"),
]


@pytest.mark.parametrize(("name", "value", "hint"), WRONG)
def test_a_broken_env_file_names_the_setting_and_what_to_write(
    tmp_path: Path, name: str, value: str, hint: str
) -> None:
    env = tmp_path / ".env"
    env.write_text(f"{name}={value}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(_env_file=env, CATALINA_DATA_DIR=tmp_path)
    said = str(caught.value)
    assert name in said
    assert hint in said
    assert value not in said


def test_every_wrong_setting_is_told_at_once(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, value, _ in WRONG), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(_env_file=env, CATALINA_DATA_DIR=tmp_path)
    assert [name for name, *_ in WRONG if name not in str(caught.value)] == []


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_settings(_env_file=None, data_dir=tmp_path, secret_key="")
    second = load_settings(_env_file=None, data_dir=tmp_path, secret_key="")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_data_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    load_settings(_env_file=None, data_dir=folder, secret_key="x")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_settings_cannot_change_after_the_start(tmp_path: Path) -> None:
    settings = load_settings(_env_file=None, data_dir=tmp_path)
    with pytest.raises(ValidationError):
        settings.public_url = "https://otra.example"  # type: ignore[misc]


def test_a_token_being_rotated_is_a_list(tmp_path: Path) -> None:
    settings = load_settings(_env_file=None, data_dir=tmp_path, twilio_auth_tokens="nuevo, viejo,")
    assert settings.twilio_auth_tokens == ("nuevo", "viejo")


def test_without_an_account_whatsapp_is_off_and_the_database_is_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, twilio_account_sid="", twilio_whatsapp_from="")  # type: ignore[call-arg]
    assert not settings.whatsapp_on
    assert settings.resolved_database_url == f"sqlite:///{tmp_path.as_posix()}/catalina.db"
