"""Ten deliveries of one message at once, over real HTTP: each is acknowledged, one is answered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import requests
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from bot.app import create_app
from bot.channels import twilio
from bot.services import Services
from knowledge.conversaciones import Outgoing, Seen
from tests.twilio.fake import ACCOUNT, served

FIELDS = {
    "MessageSid": "SM" + "a" * 32, "AccountSid": ACCOUNT, "Body": "hola", "NumMedia": "0", "From": "whatsapp:+573001112233",
    "To": "whatsapp:+573000000000", "WaId": "573001112233", "SmsStatus": "received",
}  # fmt: skip


def test_ten_simultaneous_webhooks_with_one_sid_get_one_answer(services: Services) -> None:
    settings = services.settings
    signature = RequestValidator(settings.twilio_auth_tokens[0]).compute_signature(
        settings.public_url + twilio.PATH, FIELDS
    )
    together = Barrier(10)

    def deliver(url: str) -> int:
        together.wait()
        headers = {"X-Twilio-Signature": str(signature)}
        return requests.post(url + twilio.PATH, data=FIELDS, headers=headers, timeout=30).status_code

    with served(create_app(services)) as url, ThreadPoolExecutor(10) as pool:
        assert list(pool.map(deliver, [url] * 10)) == [200] * 10
    with services.db.reading() as db:
        assert db.execute(select(func.count()).select_from(Seen)).scalar_one() == 1
        assert db.execute(select(func.count()).select_from(Outgoing)).scalar_one() == 1
