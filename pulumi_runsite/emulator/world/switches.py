"""The only place where a question that Runsite's documents leave open is answered."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

ServiceStatus = Literal[
    "running", "stopped", "sleeping", "failed", "deploying", "starting", "stopping", "restarting",
    "blocked", "pending_deletion",
]  # fmt: skip


class Switches(BaseModel):
    """
    One field for each open question: its default is the reading chosen, its text says why.

    "Dossier" is `research/runsite-api.md`, read 2026-11-24.
    """

    model_config = ConfigDict(strict=True, extra="forbid", validate_assignment=True)

    prefixes: Literal["both", "/api", "/api/v1"] = Field(
        "both", description="The document says /api, the vendor's own client /api/v1 (dossier 7.1)."
    )
    deploy: Literal["fresh_deployment", "start_only"] = Field(
        "fresh_deployment",
        description="POST .../deploy 'triggers a fresh deployment' by the document; the vendor's "
        "client says that it only starts a stopped service (dossier 7.2). The document wins.",
    )
    deploy_answer: Literal["web_service", "deployment"] = Field(
        "web_service",
        description="Nobody says what /deploy returns (dossier 7.11). A client that relies on a "
        "deployment id here must be caught, so it is the service.",
    )
    action_answer: Literal["object", "message", "empty"] = Field(
        "object",
        description="What stop, restart, start and the bulk calls return: the object or list, a "
        "message, or nothing. The vendor's client parses JSON and throws it away (dossier 7.11).",
    )
    create_answer: Literal["object", "message", "empty"] = Field(
        "object",
        description="What POST .../env and .../secrets return: the object, a message or nothing. "
        "The document shows no answer (dossier 2.1).",
    )
    create_status: Literal[200, 201, 202] = Field(
        201, description="201 is seen in the vendor's tests for deployments only (dossier 7.9)."
    )
    delete_status: Literal[200, 204] = Field(
        204, description="Any 2xx is accepted by the vendor's client (dossier 2.1)."
    )
    delete_scope: Literal["write", "admin"] = Field(
        "write",
        description="The key page gives deletes to admin, the vendor's client deletes variables "
        "with a write key (dossier 7.16).",
    )
    echo: Literal["proven", "all"] = Field(
        "proven",
        description="Whether a web service shows the fields that no source has ever seen in an "
        "answer: port, build_command and others (dossier 3.2, 7.13). The unhelpful reading.",
    )
    service_summary: Literal["absent", "present"] = Field(
        "absent", description="Whether POST /projects returns service_summary (dossier 3.1)."
    )
    url_when: Literal["live", "always"] = Field(
        "live",
        description="A test of the vendor shows a stopped service with url null (dossier 3.2).",
    )
    mask: str | None = Field(
        "***", description="What stands for a secret's value: the text or null (dossier 6.4)."
    )
    accept_mask: bool = Field(
        default=False,
        description="Whether the mask can be stored as a value. No: a client that writes back "
        "what it read must be caught (reliability.md 7).",
    )
    empty_value: Literal["refuse", "accept"] = Field(
        "refuse", description="Nobody says whether a value may be empty. The strict reading."
    )
    names: Literal["free", "unique"] = Field(
        "free",
        description="The vendor's client copes with several services of one name (dossier 3.2).",
    )
    duplicate_key: Literal["refuse", "upsert", "duplicate"] = Field(
        "refuse",
        description="POST of a key that is there: 409 by analogy with the bulk rule (dossier 6.4).",
    )
    bulk: Literal["merge", "replace"] = Field(
        "merge",
        description="Whether a bulk PUT deletes what it does not list. The vendor's client sends "
        "only what changes, so no (dossier 7.5).",
    )
    bulk_env_without_id: Literal["refuse", "upsert"] = Field(
        "refuse",
        description="A bulk item without id whose key is there answers 409 (vendor's client, "
        "dossier 7.4).",
    )
    bulk_secret_without_id: Literal["upsert", "refuse"] = Field(
        "upsert",
        description="The document's bulk example has no id, and nobody has seen one (dossier 6.5).",
    )
    secrets_shape: Literal["values", "by_key", "by_scope"] = Field(
        "values",
        description="'Returns secrets grouped by key', without a schema; the dossier's shapes a, "
        "b and c (6.5).",
    )
    env_is_secret_default: bool = Field(
        default=False,
        description="The document leaves is_secret out for a plain variable (dossier 6.4).",
    )
    secret_is_secret_default: bool = Field(
        default=True, description="A project secret is secret unless told otherwise (dossier 6.5)."
    )
    semantic_status: Literal[400, 422] = Field(
        400,
        description="Input of the right types that makes no sense: the document lists 400 for "
        "invalid input, the vendor's client also 422 (dossier 7.8).",
    )
    codes: Literal["all", "documented"] = Field(
        "all",
        description="The document lists 400, 401, 403, 404, 429; the vendor's client adds 409 and "
        "422. `documented` answers 400 in their place (reliability.md 7).",
    )
    echo_input: bool = Field(
        default=False,
        description="Whether a 422 repeats the bad value, as FastAPI does by default. On: a test "
        "that clients scrub what they print (reliability.md 7).",
    )
    malformed_id: Literal["422", "404"] = Field(
        "422", description="FastAPI refuses a path id that is no UUID with 422 (dossier 1, 5)."
    )
    ids: Literal["uuid", "slug"] = Field(
        "uuid", description="One third-party script has `srv-` ids for services (dossier 7.15)."
    )
    foreign: Literal[404, 403] = Field(
        404, description="The answer for an id of another account (reliability.md 7)."
    )
    account: Literal["active", "blocked", "in_review"] = Field(
        "active",
        description="Every request of a blocked or unreviewed account answers 403 with an object "
        "(vendor's client, dossier 5).",
    )
    gates: Literal["strict", "open"] = Field(
        "strict",
        description="Whether stop, restart, start, deploy and rollback are refused in the states "
        "where the vendor's client does not offer them (dossier 6.2, 6.3).",
    )
    gate_status: Literal[409, 400] = Field(
        409, description="The status of such a refusal; the documents do not say (dossier 6.2)."
    )
    initial_status: ServiceStatus = Field(
        "stopped", description="Creating does not deploy; the first status is not said (7.10)."
    )
    status_case: Literal["lower", "upper"] = Field(
        "lower", description="Lower case in answers, capitals in the prose (dossier 7.17)."
    )
    deployment_words: dict[str, str] = Field(
        default_factory=dict,
        description="Other words for deployment statuses, as `{'running': 'succeeded'}`: clients "
        "must live with words they do not know (dossier 4).",
    )
    build_seconds: float = Field(
        2.0,
        ge=0,
        le=86400,
        description="How long a deployment takes from pending to running, in emulated seconds.",
    )
    transition_seconds: float = Field(
        0.4,
        ge=0,
        le=86400,
        description="How long starting, stopping and restarting take, in emulated seconds.",
    )
    keep_deployments: int = Field(
        0, ge=0, description="How many finished deployments a service keeps; 0: all of them."
    )
    rate_limit: Literal["service", "key", "off"] = Field(
        "service",
        description="POST .../deployments allows 5 a minute; per what is not said (dossier 7.12).",
    )
    rate_limit_count: int = Field(5, ge=1, description="How many, by the vendor's client.")
    rate_limit_seconds: float = Field(60.0, gt=0, description="In how many emulated seconds.")
    requests_per_minute: int = Field(
        0, ge=0, description="A limit on all requests of one key; 0: none, as none is published."
    )
    retry_after: Literal["none", "seconds", "http-date"] = Field(
        "none", description="No source shows a Retry-After header (dossier 5)."
    )
    list_lag_seconds: float = Field(
        0.0, ge=0, description="How long a new thing is missing from lists (reliability.md F37)."
    )
    read_lag_seconds: float = Field(
        0.0, ge=0, description="How long GET of a new thing answers 404 (reliability.md F39)."
    )


def turned(positions: dict[str, Any]) -> Switches:
    """
    Return the switches at *positions*, those that are not named at their defaults.

    Raises:
        ValueError: naming each switch that is not one, or cannot be turned like that.
    """
    try:
        return Switches(**positions)
    except ValidationError as error:
        said = [f"switch {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise ValueError("; ".join(said)) from error
