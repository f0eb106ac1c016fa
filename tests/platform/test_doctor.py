"""What the doctor finds in products that lack something, and how it ends."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.doctor import Finding, examine, exit_code, paste, reports
from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge import auditoria, personal
from knowledge.db import open_database


def _states(found: list[Finding]) -> dict[str, str]:
    return {finding.what.split(":")[0].split(" (")[0]: finding.state for finding in found}


def _said(found: list[Finding]) -> str:
    return "\n".join(map(str, found))


def test_a_product_without_accounts_or_officers_is_told_which_commands_to_run(services: Services) -> None:
    found = examine(services)
    assert exit_code(found) == 1
    assert "catalina staff add NOMBRE --rol administrador" in _said(found)
    assert "catalina staff add NOMBRE --rol oficial" in _said(found)


def test_a_complete_product_ends_well(services: Services) -> None:
    with services.db.session() as db:
        account = personal.create_account(
            db, "oficial1", "Oficial", ["oficial"], "clave-larga-de-prueba", services.clock(), by="prueba"
        )
        personal.set_officer_keys(db, account, "frase-larga-de-prueba", services.clock())
    found = examine(services)
    assert exit_code(found) == 0
    assert "las puede abrir 1 oficial" in _said(found)
    assert "WhatsApp: cuenta, token y número están puestos" in _said(found)


def test_an_old_schema_stops_the_examination(services: Services) -> None:
    with services.db.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    found = examine(services)
    assert found[-1].state == "falla"
    assert "catalina init" in found[-1].todo


def test_a_database_that_does_not_answer_is_outside() -> None:
    settings = load_settings(_env_file=None, secret_key="x", database_url="postgresql://nadie@127.0.0.1:1/nada")
    found = examine(make_services(settings, db=open_database(settings.resolved_database_url)))
    assert exit_code(found) == 3
    assert "CATALINA_DATABASE_URL" in found[-1].todo


def test_half_of_twilios_settings_is_a_fault_and_none_is_a_choice(services: Services) -> None:
    half = replace(services, settings=services.settings.model_copy(update={"twilio_auth_tokens": ()}))
    none = {"twilio_auth_tokens": (), "twilio_account_sid": "", "twilio_whatsapp_from": ""}
    without = replace(services, settings=services.settings.model_copy(update=none))
    assert _states(examine(half))["WhatsApp está apagado"] == "falla"
    assert _states(examine(without))["WhatsApp está apagado"] == "atención"


def test_an_altered_audit_is_found(services: Services) -> None:
    with services.db.session() as db:
        auditoria.record(db, "ana", "publicar", "hoja:x", services.clock())
        auditoria.record(db, "ana", "publicar", "hoja:y", services.clock())
    with services.db.writing() as db:
        db.execute(text("UPDATE auditoria SET actor = 'pedro' WHERE subject = 'hoja:x'"))
    found = examine(services)
    assert "auditoría fue alterado" in _said(found)
    assert exit_code(found) == 1


def test_a_data_folder_that_others_can_enter_is_a_fault(services: Services) -> None:
    services.settings.data_dir.chmod(0o755)
    found = examine(services)
    assert "chmod 700" in _said(found)
    services.settings.data_dir.chmod(0o700)
    assert "chmod 700" not in _said(examine(services))


def test_what_to_paste_is_whole_and_repeats_no_secret(services: Services) -> None:
    said = "\n".join(paste(services))
    assert "https://catalina.example/webhooks/twilio#rc=2&rp=ct,5xx,rt&rt=6000&tt=15000" in said
    assert "https://catalina.example/webhooks/twilio/respaldo#rc=2" in said
    assert services.settings.twilio_auth_tokens[0] not in said + _said(examine(services))


@pytest.mark.parametrize(("there", "state"), [(True, "bien"), (False, "atención")])
def test_without_pango_it_says_what_to_install_and_nothing_else_stops(there: bool, state: str) -> None:
    found = reports(lambda: there)
    assert (found.state, "libpango" in found.todo, exit_code([found])) == (state, not there, 0)
