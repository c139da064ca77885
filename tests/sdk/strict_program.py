"""A program that wires everything to everything; it is only type-checked, and has no cast."""

# pyright: strict
from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()
text: str = config.require("text")
"""A string of the configuration, which no type checker knows to be one of the literals."""
flag: bool = config.require_bool("flag")
plain: dict[str, str] = {"A": "a"}
outputs: dict[str, pulumi.Output[str]] = {"B": config.require_secret("a")}
whole: pulumi.Output[Mapping[str, str]] = pulumi.Output.from_input(plain)


class Service(pulumi.ComponentResource):
    """A component with outputs of every type that resources pass on."""

    def __init__(self, name: str, project_id: pulumi.Input[str], image: pulumi.Input[str]) -> None:
        super().__init__("shop:index:Service", name)
        child = pulumi.ResourceOptions(parent=self)
        web = runsite.WebService(name, project_id=project_id, image_ref=image, opts=child)
        variable = runsite.EnvVar(name, web_service_id=web.id, key="A", value=text, opts=child)
        live = runsite.Deployment(
            name, web_service_id=web.id, triggers={"a": variable.revision}, opts=child
        )
        self.url: pulumi.Output[str] = live.url
        self.revision: pulumi.Output[str] = variable.revision
        self.port: pulumi.Output[int | None] = web.port
        self.register_outputs({"url": self.url})


project = runsite.Project("project", name=text, description=text, immutable_changes=text)
api = Service("api", project.id, pulumi.Output.concat("registry/", text))
secret = runsite.ProjectSecret(
    "secret", project_id=project.id, key=api.revision, scope=text, value=api.url, is_secret=flag
)
literal = runsite.ProjectSecret(
    "literal", project_id=project.id, key="B", scope="staging", value=secret.value
)
again = runsite.ProjectSecret(
    "again", project_id=literal.project_id, key=literal.key, scope=literal.scope, value="c"
)
web = runsite.WebService(
    "web",
    project_id=secret.project_id,
    project_type=text,
    source_type=text,
    git_repository_url=text,
    port=api.port,
    env_vars=plain,
    secret_env_vars=outputs,
    desired_state=text,
    on_destroy=text,
)
# What an optional output may lack leaves the input unset.
worker = runsite.WebService(
    "worker",
    name=web.name,
    project_id=web.project_id,
    project_type=web.project_type,
    source_type=web.source_type,
    git_repository_url=web.git_repository_url,
    github_branch=web.github_branch,
    image_ref=web.image_ref,
    port=web.port,
    build_command=web.build_command,
    start_command=web.start_command,
    pre_deploy_command=web.pre_deploy_command,
    health_check_path=web.health_check_path,
    dockerfile_path=web.dockerfile_path,
    root_directory=web.root_directory,
    min_instances=web.min_instances,
    max_instances=web.max_instances,
    auto_deploy=web.auto_deploy,
    env_vars={"C": api.url, "D": "d", "E": text},
    secret_env_vars=whole,
    immutable_changes="replace",
)
keys: Sequence[str] = ["A", "B"]
variables = [
    runsite.EnvVar(f"var-{key}", web_service_id=worker.id, key=key, value=api.url) for key in keys
]
copied = runsite.EnvVar(
    "copied",
    web_service_id=variables[0].web_service_id,
    key=variables[0].key,
    value=variables[0].value,
    is_secret=variables[0].is_secret,
)
first = runsite.Deployment(
    "first",
    web_service_id=worker.id,
    triggers=[variable.revision for variable in variables],
    branch=web.github_branch,
    timeout=config.require_int("timeout"),
    opts=pulumi.ResourceOptions(depends_on=variables),
)
second = runsite.Deployment(
    "second", web_service_id=first.web_service_id, rollback_to=first.id, wait=flag
)
runsite.Restart("restart", web_service_id=worker.id, triggers={"url": first.url, "n": 1})

found = runsite.get_web_service(name=text)
runsite.EnvVar("found", web_service_id=found.id, key="URL", value=found.url or "none")
later = runsite.get_web_service_output(
    id=second.web_service_id,
    opts=pulumi.InvokeOutputOptions(depends_on=[second, *variables], parent=api),
)
runsite.EnvVar(
    "later",
    web_service_id=later.apply(lambda service: service.id),
    key="LATER",
    value=later.apply(lambda service: service.url or "none"),
)
names: list[str] = [each.name for each in runsite.get_projects().projects]
address: pulumi.Output[str] = pulumi.Output.all(first.url, api.url).apply(
    lambda urls: f"{urls[0]} {urls[1]}"
)
pulumi.export("address", address)
pulumi.export("names", names)
