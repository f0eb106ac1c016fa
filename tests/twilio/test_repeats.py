"""Requests 6–8: a message that comes twice, at once or by the fallback is answered once."""

import threading

from bot.channels import twilio
from tests.twilio.conftest import PUBLIC, Twilio
from tests.twilio.rows import replies, told


class Test06SameSidTwice:
    def test_a_message_delivered_twice_is_answered_once(self, tw: Twilio) -> None:
        fields = tw.fields("hola")
        assert [tw.post(fields).status_code for _ in range(2)] == [200, 200]
        assert (len(told(tw)), len(replies(tw))) == (1, 1)


class Test07SameSidAtOnce:
    def test_ten_at_once_are_answered_once(self, tw: Twilio) -> None:
        fields, answers = tw.fields("hola"), []
        threads = [threading.Thread(target=lambda: answers.append(tw.post(fields).status_code)) for _ in range(10)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert answers == [200] * 10
        assert (len(told(tw)), len(replies(tw))) == (1, 1)


class Test08Fallback:
    def test_the_same_message_on_the_fallback_path_is_the_same_message(self, tw: Twilio) -> None:
        fields = tw.fields("hola")
        assert tw.post(fields).status_code == 200
        again = {**fields, "ErrorCode": "11200", "ErrorUrl": PUBLIC + twilio.PATH}
        assert tw.post(again, path=twilio.FALLBACK).status_code == 200
        assert len(replies(tw)) == 1

    def test_a_message_that_comes_only_by_the_fallback_is_answered(self, tw: Twilio) -> None:
        assert tw.post(tw.fields("hola"), path=twilio.FALLBACK).status_code == 200
        assert told(tw) == ["hola"]
