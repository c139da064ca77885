"""Switches for the format of responses."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

ActionAnswer = Literal["object", "message", "empty", "no_content", "accepted", "string"]
SecretsShape = Literal["values", "scopes", "by_key", "by_key_wrapped", "by_scope", "flat"]
ReturnedId = Literal["correct", "missing", "null", "empty", "slash", "dots"]


class ResponseSwitches(BaseModel):
    """The switches that change what a response looks like, not what a request does."""

    list_envelope: Literal["documented", "bare", "data", "items", "results", "nested"] = Field(
        "documented",
        description="What a list is wrapped in: `{projects: [...], total: n}`, nothing, "
        "`{data: [...]}`, `{items: [...]}`, `{results: [...]}`, or `{data: {projects: [...]}}`. "
        "The default is from the CLI, the API page shows no list.",
    )
    list_limit: int = Field(
        0,
        ge=0,
        description="The greatest number of items in a list without paging, whose `total` then is "
        "greater; 0 is no limit. No source describes paging except for deployments.",
    )
    list_paging: Literal["none", "offset"] = Field(
        "none",
        description="Whether `list_limit` is a page, and `offset` returns the items after it, as "
        "for deployments. Only effective together with `list_limit`.",
    )
    list_order: Literal["documented", "reversed"] = Field(
        "documented",
        description="The order of lists. The CLI has deployments newest first, no other order is "
        "known.",
    )
    object_envelope: Literal["bare", "data", "named"] = Field(
        "bare",
        description="What a single object is wrapped in: nothing, `{data: {...}}`, or "
        "`{project: {...}}`. The CLI reads bare objects, the API page shows none.",
    )
    secrets_shape: SecretsShape = Field(
        "values",
        description="The format of the list of secrets: `{secrets: [{key, values: [...]}]}`, "
        "`{secrets: [{key, scopes: {production: {...}}}]}`, `{KEY: [...]}`, "
        "`{secrets: {KEY: [...]}}`, `{secrets: {KEY: {production: {...}}}}`, or "
        "`{secrets: [...]}` in the order of keys. The API page: 'Returns secrets grouped by key', "
        "without a schema.",
    )
    secret_fields: Literal["all", "not_repeated"] = Field(
        "all",
        description="Whether a listed secret repeats the key and the scope that its group has. Not "
        "documented.",
    )
    secret_ids: Literal["per_scope", "group", "only_on_create", "none"] = Field(
        "per_scope",
        description="What has an id: each scope of a secret in every response; the group of a key, "
        "and DELETE deletes all its scopes; the response to POST but not the list; or nothing. The "
        "API page only has `DELETE .../secrets/{secret_id}`.",
    )
    env_ids: Literal["listed", "only_on_create", "none"] = Field(
        "listed",
        description="Where a variable has its id: in every response, in the response to POST but "
        "not in the list, or nowhere. The CLI reads it from the list, the API page shows no list.",
    )
    variable_fields: Literal["all", "minimal"] = Field(
        "all",
        description="The fields of a variable or secret; `minimal` is id, key, scope and value. "
        "The CLI has more, the API page shows no response.",
    )
    echo: Literal["proven", "all", "defaults", "empty", "minimal"] = Field(
        "proven",
        description="The fields of a web service: those that a source shows in a response; all, "
        "with null for an unset one; all, with a default such as `./Dockerfile`; all, with an "
        "empty text; or only id, name, status and url. `defaults` and `empty` also return an empty "
        "description of a project. The default detects clients that rely on an echo.",
    )
    service_summary: Literal["absent", "present"] = Field(
        "absent", description="Whether POST /projects returns service_summary."
    )
    url_when: Literal["live", "always"] = Field(
        "live",
        description="When a web service has a url. A test of the CLI has a stopped service with "
        "url null.",
    )
    deployment_fields: Literal[
        "all", "without_status", "without_is_live", "without_finished_at", "without_end"
    ] = Field(
        "all",
        description="The fields of a deployment that show its end; `without_end` has neither "
        "is_live nor finished_at. The CLI treats is_live as optional, the API page shows no "
        "deployment.",
    )
    deployment_words: dict[str, str] = Field(
        default_factory=dict,
        description="Replacements of deployment statuses, such as `{'running': 'succeeded'}`, to "
        "test clients with unknown statuses. `superseded` replaces `running` of a deployment that "
        "is no longer live.",
    )
    service_words: dict[str, str] = Field(
        default_factory=dict,
        description="Replacements of the statuses of web services, such as `{'running': 'live'}`. "
        "The API page names no status.",
    )
    status_case: Literal["lower", "upper"] = Field(
        "lower",
        description="The case of statuses. Responses have lower case, the text of the "
        "documentation has upper case.",
    )
    time_format: Literal["seconds", "fraction", "offset", "naive", "epoch", "epoch_ms"] = Field(
        "seconds",
        description="The format of times: RFC 3339 in UTC to the second, with a fraction, with an "
        "offset, without a time zone, or a number of seconds or milliseconds. The default is from "
        "the tests of the CLI.",
    )
    informational: Literal["documented", "numbers", "objects", "null", "missing"] = Field(
        "documented",
        description="The type of the fields that only inform, such as commit_message, workspace_id "
        "and created_at: as documented, a number, an object, null, or no such field. The API page "
        "names none of them.",
    )
    ids: Literal["uuid", "slug", "numeric"] = Field(
        "uuid",
        description="The format of ids: UUIDs; `srv-` and 20 characters for web services, as a "
        "third-party script has; or numbers, which are the last 12 digits of the UUID that the "
        "control API displays. The CLI has UUIDs only.",
    )
    created_id: ReturnedId = Field(
        "correct",
        description="The id in the response to a POST that creates something: correct, missing, "
        "null, empty, with a slash, or `..`. To test clients that build paths from it.",
    )
    read_id: ReturnedId = Field(
        "correct",
        description="The same for the ids in lists and in the response to a GET of one object.",
    )
    mismatch: Literal["none", "id", "name", "key", "scope", "parent"] = Field(
        "none",
        description="Which field shows that a response is about another object: the id after GET "
        "and actions, the name, key or scope after POST, or the id of the parent, also in lists. "
        "To test clients that accept any response.",
    )
    mask: str | None = Field(
        "***", description="The mask returned in place of a secret value: a text or null."
    )
    mask_style: Literal["fixed", "same_length", "last_4", "absent"] = Field(
        "fixed",
        description="Whether the mask is always the same, as long as the value, ends with the last "
        "4 characters of the value, or is absent with its field. The API page: 'masked'.",
    )
    masked: Literal["secret", "secret_variables", "all"] = Field(
        "secret",
        description="What is masked: all values with is_secret, such variables but no project "
        "secrets, or every value. The API page masks 'values of secret variables' and is silent "
        "about project secrets.",
    )
    deploy_answer: Literal["web_service", "deployment"] = Field(
        "web_service",
        description="What POST .../deploy returns, which is not documented. The default detects "
        "clients that rely on a deployment id.",
    )
    action_answer: ActionAnswer = Field(
        "object",
        description="What stop, restart, start and the bulk calls return: the object or list, a "
        "message, an empty body, 204, 202 with a message, or a JSON string. Not documented; the "
        "CLI parses the JSON and ignores it.",
    )
    create_answer: Literal["object", "message", "empty"] = Field(
        "object",
        description="What POST .../env and POST .../secrets return: the object, a message, or an "
        "empty body. The API page shows no response.",
    )
    create_status: Literal[200, 201, 202] = Field(
        201,
        description="The status of a successful create. The tests of the CLI have 201, for "
        "deployments only.",
    )
    delete_answer: Literal["no_content", "message", "empty"] = Field(
        "no_content",
        description="What a successful delete returns: 204, 200 with a message, or 200 with an "
        "empty body. The CLI accepts any 2xx and ignores the body.",
    )
    proxy_answer: Literal["none", "html", "text", "html_not_applied", "text_not_applied"] = Field(
        "none",
        description="What a proxy returns with 200 in place of the response to a bulk call, "
        "DELETE, deploy, stop, restart or start: an HTML page or a text, and the request is "
        "applied or not. To test clients that take any 2xx for success.",
    )
    echo_input: bool = Field(
        default=False,
        description="Whether a 422 repeats the invalid value, as FastAPI does by default. Use it "
        "to test that a client redacts its errors.",
    )
    retry_after: Literal["none", "seconds", "http-date"] = Field(
        "none",
        description="The format of the Retry-After header of a 429. No source shows the header.",
    )

    @property
    def has_group_ids(self) -> bool:
        """Whether all secrets with one key have one id."""
        return self.secret_ids == "group"  # noqa: S105 - a switch
