"""The steps, in order. Each shows one thing, and is checked by what Runsite was asked."""

from __future__ import annotations

import re
import secrets
import tempfile
import time
from collections import Counter
from pathlib import Path

from tools.local_runsite import NotStarted, running

from . import Broken, terminal
from .runsite import Asked, Runsite
from .shop import Done, Shop

MASK = "***"


class Story:
    """One run of the demo."""

    def __init__(self, shop: Shop, there: Runsite) -> None:
        self.shop = shop
        self.there = there
        self.secrets: list[str] = []
        self._step = 0

    def tell(self) -> None:
        """Go through all steps."""
        self.prepare()
        self.preview()
        self.up()
        self.nothing_to_do()
        self.state_is_sealed()
        self.rotate_a_secret()
        self.refuse_a_port()
        self.see_the_dashboard()
        self.lose_nothing()
        self.destroy()

    def prepare(self) -> None:
        """Make the stack, and give it its secrets."""
        self._title("A stack of examples/shop, and its secrets. Pulumi encrypts them.")
        self._typed("pulumi stack init dev")
        for name in ("sessionKey", "queueUrl"):
            self._give_secret(name)
        for scope in ("production", "staging", "development"):
            self._give_secret(f"paymentKey-{scope}")

    def preview(self) -> None:
        """A preview sends nothing."""
        self._title("A preview says what will be made, and does not even ask Runsite.")
        done = self._typed("pulumi preview")
        self._said(done, r"\+ 12 to create", "12 things to make")
        self._promise("nothing is sent", self._asked(), {}, reads=0)

    def up(self) -> None:
        """Everything is made once."""
        self._title("Up makes each thing once, and waits until both deployments are live.")
        done = self._typed("pulumi up --yes --skip-preview")
        made = {
            "create_project": 1,
            "create_web_service": 2,
            "create_env_var": 3,
            "create_secret": 3,
            "create_deployment": 2,
        }
        self._promise("11 things, 11 writes", self._asked(), made)
        self._said(done, r"url *: \"https://", "the address of the shop")

    def nothing_to_do(self) -> None:
        """The second time is quiet."""
        self._title("The program has not changed: Pulumi expects nothing to do.")
        self._typed("pulumi preview --expect-no-changes")
        self._promise("nothing is sent", self._asked(), {}, reads=0)
        self._title("So a second up sends nothing either.")
        done = self._typed("pulumi up --yes --skip-preview")
        self._said(done, r"12 unchanged", "that nothing has changed")
        self._promise("nothing is sent", self._asked(), {}, reads=0)

    def state_is_sealed(self) -> None:
        """The state holds neither a secret nor a mask."""
        self._title("The state can be shown: it holds no secret, and no mask of Runsite's either.")
        terminal.command("pulumi stack export")
        state = self.shop.export()
        terminal.line(f"({len(state)} characters, {state.count('ciphertext')} encrypted values)")
        for text in [*self.secrets, MASK, self.there.api_key]:
            if text in state:
                what = "a mask" if text == MASK else "a secret in clear text"
                raise Broken(f"The state holds {what}.")
        terminal.kept(f"none of {len(self.secrets)} secrets, no API key and no {MASK} is in it")

    def rotate_a_secret(self) -> None:
        """A changed secret is one write and one deployment."""
        self._title(
            "A new session key is one write, and one deployment of the service that has it."
        )
        self._give_secret("sessionKey")
        done = self._typed("pulumi up --yes")
        self._said(done, r"~ 1 updated\s+\+-1 replaced", "one update and one replacement")
        wanted = {"put_env_bulk": 1, "create_deployment": 1}
        self._promise("one variable, one deployment", self._asked(), wanted)

    def refuse_a_port(self) -> None:
        """What Runsite cannot do is refused before anything is sent."""
        self._title("Runsite cannot change a port. The preview says so, and what one can do.")
        self._typed("pulumi config set port 9090")
        done = self._typed("pulumi preview", fails=True)
        self._said(done, r"port: was 8080, the program says 9090", "the sentence about the port")
        self._promise("refused, and nothing is sent", self._asked(), {}, reads=0)
        self._typed("pulumi config rm port")

    def see_the_dashboard(self) -> None:
        """A change behind Pulumi's back is seen and put right."""
        self._title("Somebody sets LOG_LEVEL to debug in the dashboard. A refresh sees it.")
        self.there.change_in_dashboard("LOG_LEVEL", "debug")
        self._asked()
        done = self._typed("pulumi refresh --yes --skip-preview")
        self._said(done, r"log-level +updated", "the variable that has changed")
        self._promise("read, and nothing is sent", self._asked(), {})
        self._title("The program still says info, and up puts it back.")
        self._typed("pulumi up --yes --skip-preview")
        wanted = {"put_env_bulk": 1, "create_deployment": 1}
        self._promise("one variable, one deployment", self._asked(), wanted)

    def lose_nothing(self) -> None:
        """A failure to ask is not an answer."""
        self._title("A wrong API key, and a Runsite that cannot be reached: nothing is lost.")
        before = self.shop.resources()
        for env, sentence in (
            ({"RUNSITE_API_KEY": "ak_live_wrong"}, "401: .*Runsite refuses the API key"),
            ({"RUNSITE_API_URL": "http://127.0.0.1:9"}, "cannot connect to .*nothing was sent"),
        ):
            refresh = "pulumi refresh --yes --skip-preview --target '**web-deployment'"
            done = self._typed(refresh, fails=True, env=env)
            self._said(done, f"error: [^\n]*{sentence}", "what is wrong")
            if self.shop.resources() != before:
                raise Broken(f"`{refresh}` failed, and changed the state all the same.")
        self._promise("the state is as it was", self._asked(), {})

    def destroy(self) -> None:
        """What cannot be deleted is named."""
        self._title("Destroy deletes what Runsite can delete, and names what stays there.")
        done = self._typed("pulumi destroy --yes --skip-preview")
        wanted = {"delete_env_var": 3, "delete_secret": 3, "stop_web_service": 2}
        self._promise("6 deleted, 2 services stopped", self._asked(), wanted)
        for thing in ("web service 'web'", "web service 'worker'", "project 'shop'"):
            self._said(done, rf"{thing} \([^)]*\) .*stays on Runsite", f"a warning about {thing}")
        terminal.kept("both services and the project are named in a warning")

    def _title(self, text: str) -> None:
        self._step += 1
        terminal.title(self._step, text)

    def _give_secret(self, name: str) -> None:
        value = f"{name}-{secrets.token_urlsafe(12)}"
        self.secrets.append(value)
        self._typed(f"pulumi config set --secret {name}", answer=value)

    def _typed(
        self, text: str, *, fails: bool = False, answer: str = "", env: dict[str, str] | None = None
    ) -> Done:
        done = self.shop.type(text, answer=answer, env=env)
        if (done.code != 0) != fails:
            expected = "should fail and did not" if fails else f"failed with {done.code}"
            raise Broken(f"`{text}` {expected}.")
        for value in self.secrets:
            if value in done.out:
                raise Broken(f"`{text}` has printed a secret.")
        return done

    def _asked(self) -> Asked:
        return self.there.asked()

    def _promise(
        self, text: str, asked: Asked, writes: dict[str, int], *, reads: int | None = None
    ) -> None:
        if asked.writes != Counter(writes) or reads not in (None, asked.reads):
            wanted = Asked(asked.reads if reads is None else reads, Counter(writes))
            raise Broken(f"Runsite was asked for {asked}; promised was {wanted}.")
        terminal.kept(f"{text}. Runsite was asked: {asked}")

    def _said(self, done: Done, pattern: str, what: str) -> None:
        if not re.search(pattern, done.out, re.DOTALL):
            raise Broken(f"The output does not show {what}.")


def main() -> int:
    """Tell the story; return 0 when every step came out as promised."""
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="runsite-demo-") as name:
            folder = Path(name)
            with running(folder) as local:
                Story(Shop(folder, local.url, local.api_key), Runsite(local)).tell()
    except (Broken, NotStarted) as why:
        terminal.broken(str(why))
        return 1
    except KeyboardInterrupt:
        terminal.broken("Stopped.")
        return 130
    terminal.kept(f"Every step came out as promised, in {time.monotonic() - started:.0f} seconds.")
    return 0
