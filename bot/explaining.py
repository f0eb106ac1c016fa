"""Explanations for staff: how a message is understood, the phrases most like it, and what Catalina would say."""

from dataclasses import dataclass, field, replace

from bot.public import reading
from bot.services import Services
from bot.teaching import Bundle
from bot.training import gather
from flows.context import Persona
from flows.messages import Bubble, Message
from flows.session import Session
from flows.turn import turn
from flows.understanding import Explanation, Neighbourhood, explain, neighbourhood


@dataclass(frozen=True, slots=True)
class Answer:
    """What Catalina would say to a message that begins a conversation; `hace` names what she would do first."""

    bubble: Bubble | None
    hace: str | None


@dataclass
class Explaining:
    """Keeps the phrases ready to be compared, until what is in force changes: then new ones have been learnt."""

    services: Services
    bundle: Bundle = field(default_factory=Bundle)
    _stamp: str = ""
    _known: Neighbourhood = field(default_factory=Neighbourhood)

    def explain(self, text: str) -> Explanation:
        """Return how a text is understood now, and why."""
        return explain(text, self.services.current.get().comprension, self._neighbourhood())

    def answer(self, text: str) -> Answer:
        """Return what would be answered to a text as the first of a conversation. Nothing is done or kept."""
        context = reading(self.services)
        context = replace(context, persona=Persona(context.catalogo.entidad.version_aviso))
        done = turn(context, Session(), Message(text=text), self.services.flows)
        return Answer(done.bubble, type(done.effect.effect).__name__ if done.effect else None)

    def _neighbourhood(self) -> Neighbourhood:
        vigente = self.services.current.get()
        if self._stamp != vigente.stamp:
            with self.services.db.reading_session() as db:
                frases = gather(db, vigente.catalogo, self.bundle.material).frases
            self._known = neighbourhood(frases)
            self._stamp = vigente.stamp
        return self._known
