"""
Runsite with other providers and another stack: outputs of each are inputs of the others.

    pulumi config set shared organization/shared-project/prod && pulumi up

The stack of `shared_project` has the project, and a secret that all its services receive.
"""

import pulumi
import pulumi_command as command
import pulumi_random as random

import pulumi_runsite as runsite

config = pulumi.Config()


class Gallery(pulumi.ComponentResource):
    """A web service with a generated key, which a command checks after each deployment."""

    def __init__(self, name: str, project_id: pulumi.Input[str], revision: object) -> None:
        super().__init__("example:index:Gallery", name)
        # Until they were moved here, the resources had no parent; the alias says so.
        moved = pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)
        inside = pulumi.ResourceOptions(parent=self, aliases=[moved])

        # The password remains a secret: in the state, in previews and on Runsite.
        key = random.RandomPassword(
            "signing-key", length=40, keepers={"rotated": config.require("rotated")}, opts=inside
        )
        self.web = runsite.WebService(
            "web",
            project_id=project_id,
            image_ref="ghcr.io/example/gallery:2.1.0",
            port=3000,
            secret_env_vars={"SIGNING_KEY": key.result},
            opts=inside,
        )
        # Deployed for each change of a variable here, and of the secret in the other stack.
        deployment = runsite.Deployment(
            "web-deployment",
            web_service_id=self.web.id,
            triggers=[self.web.env_vars_revision, revision],
            opts=inside,
        )
        self.url = deployment.url
        check = command.local.Command(
            "check",
            create=config.require("check"),
            environment={"URL": self.url},
            triggers=[deployment.id],
            opts=inside,
        )
        self.checked = check.stdout
        self.register_outputs({})


shared = pulumi.StackReference(config.require("shared"))
gallery = Gallery("gallery", shared.require_output("project_id"), shared.require_output("revision"))

pulumi.export("url", gallery.url)
pulumi.export("checked", gallery.checked)
