import pulumi

import pulumi_runsite as runsite

project = runsite.Project("shop", description="The web shop and its worker")

pulumi.export("project_id", project.id)
