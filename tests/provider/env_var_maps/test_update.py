"""Maps of variables: changed in place by one bulk write, and only the keys of the program."""

from __future__ import annotations

from .conftest import SERVICE, ManagedMaps

PLAIN, MASKED = {"MODE": "fast", "LEVEL": "info"}, {"TOKEN": "canary-1"}
ALL = {"MODE": ("fast", False), "LEVEL": ("info", False), "TOKEN": ("canary-1", True)}
BULK = "PUT /web-services/ID/env/bulk"


def test_200_changed_variables_are_one_write(web: ManagedMaps) -> None:
    keys = [f"K{number}" for number in range(200)]
    web.up(dict.fromkeys(keys, "first"), {})
    first = web.rows()
    mark = web.world.mark()
    web.up(dict.fromkeys(keys, "second"), {})
    # The first bulk write of a run is checked: it must not remove what it does not list.
    assert web.requests(mark) == ["GET /web-services/ID/env", BULK]
    assert {key: row.id for key, row in web.rows().items()} == {k: r.id for k, r in first.items()}
    assert {row.value for row in web.rows().values()} == {"second"}


def test_only_what_changed_is_written_and_what_was_removed_deleted(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("OTHER", "of somebody else", is_secret=True)
    before, revision = web.rows(), web.web.state["env_vars_revision"]
    mark = web.world.mark()
    assert web.up({"MODE": "slow"}, {"TOKEN": "canary-1", "NEW": "canary-2"}) == "update"
    assert web.world.writes(mark) == [
        f"PUT /web-services/{web.web.id}/env/bulk",
        f"DELETE /web-services/{web.web.id}/env/{before['LEVEL'].id}",
    ]
    assert web.on_runsite() == {
        "MODE": ("slow", False),
        "TOKEN": ("canary-1", True),
        "NEW": ("canary-2", True),
        "OTHER": ("of somebody else", True),
    }
    assert web.rows()["OTHER"] == before["OTHER"]
    assert web.rows()["TOKEN"] == before["TOKEN"]
    assert web.web.state["env_vars_revision"] != revision
    assert "OTHER" not in str(web.web.state)
    assert web.is_quiet({"MODE": "slow"}, {"TOKEN": "canary-1", "NEW": "canary-2"})


def test_a_key_that_moves_to_the_other_map_is_written_in_place(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    ids = {key: row.id for key, row in web.rows().items()}
    web.up({"LEVEL": "info", "TOKEN": "canary-1"}, {"MODE": "fast"})
    assert web.on_runsite() == ALL | {"MODE": ("fast", True), "TOKEN": ("canary-1", False)}
    assert {key: row.id for key, row in web.rows().items()} == ids
    assert web.is_quiet({"LEVEL": "info", "TOKEN": "canary-1"}, {"MODE": "fast"})


def test_maps_that_are_removed_delete_their_keys_only(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("OTHER", "x")
    assert web.web.up(**SERVICE) == "update"
    assert web.on_runsite() == {"OTHER": ("x", False)}
    assert web.in_state() == {}
    assert web.web.is_quiet(**SERVICE)


def test_a_change_of_maps_is_no_change_of_an_immutable_input(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED, immutable_changes="replace")
    assert web.up(PLAIN, {}, immutable_changes="replace") == "update"
    assert web.up(PLAIN, MASKED, immutable_changes="accept", port=9090) == "update"
    assert web.on_runsite() == ALL
    assert web.web.state["port"] == 9090


def test_a_key_of_somebody_else_is_refused_and_adopt_id_overwrites_it(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("HIS", "his", is_secret=True)
    mark = web.world.mark()
    masked = MASKED | {"HIS": "canary-mine", "NEW": "canary-new"}
    reason = web.fails(PLAIN, masked)
    his = web.rows()["HIS"].id
    assert reason.startswith(f"`HIS` ({his}) exists already on web service {web.web.id}, and was")
    assert f"set `adopt_id='{web.web.id}'`" in reason
    assert web.world.writes(mark) == []
    assert web.in_state() == PLAIN | MASKED
    assert web.up(PLAIN, masked, adopt_id=web.web.id) == "update"
    assert web.on_runsite()["HIS"] == ("canary-mine", True)
    assert web.is_quiet(PLAIN, masked)


def test_a_key_of_somebody_else_with_the_declared_value_needs_adopt_id(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("SAME", "same")
    mark = web.world.mark()
    assert "`SAME`" in web.fails(PLAIN | {"SAME": "same"}, MASKED)
    web.up(PLAIN, MASKED)
    assert "SAME" in web.on_runsite(), "what is not adopted is not deleted"
    revision = web.web.state["env_vars_revision"]
    web.up(PLAIN | {"SAME": "same"}, MASKED, adopt_id=web.web.id)
    assert web.world.writes(mark) == []
    assert web.web.state["env_vars_revision"] == revision, "nothing was written"
    assert web.is_quiet(PLAIN | {"SAME": "same"}, MASKED)


def test_an_imported_service_manages_no_key_until_the_program_declares_it(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    id, state = web.world.run(lambda ctx: web.web.resource.import_state(ctx, web.web.id))
    assert not {"env_vars", "secret_env_vars", "env_vars_revision"} & state.keys()
    web.web.state, web.web.inputs = state, {k: state[k] for k in (*SERVICE, "port")}
    reason = web.fails(PLAIN, MASKED)
    assert all(f"`{key}`" in reason for key in PLAIN | MASKED)
    mark = web.world.mark()
    assert web.web.up(**SERVICE, env_vars=PLAIN, adopt_id=id) == "update"
    assert web.world.writes(mark) == []
    web.web.up(**SERVICE, env_vars=PLAIN)  # an `adopt_id` that is not new has no effect
    web.up(PLAIN, MASKED, adopt_id=id)
    assert web.on_runsite() == ALL


def test_a_failed_start_keeps_what_was_written(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=403, body={"detail": "no"}, method="POST")
    reason = web.fails(PLAIN, {"TOKEN": "canary-2"}, desired_state="running")
    assert "no" in reason
    assert web.in_state()["TOKEN"] == "canary-2"
    assert "desired_state" not in web.web.state


def test_keys_with_any_character_that_runsite_accepts(web: ManagedMaps) -> None:
    web.up({"_A1": "", "lower": "ü\n"}, {})
    assert web.on_runsite() == {"_A1": ("", False), "lower": ("ü\n", False)}
    assert web.is_quiet({"_A1": "", "lower": "ü\n"}, {})


def test_a_key_that_was_deleted_since_the_last_refresh_is_written(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.remove("MODE")
    web.up({"MODE": "slow", "LEVEL": "debug"}, MASKED)
    assert web.on_runsite() == ALL | {"MODE": ("slow", False), "LEVEL": ("debug", False)}
    assert web.is_quiet({"MODE": "slow", "LEVEL": "debug"}, MASKED)
