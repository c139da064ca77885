import pulumi

import pulumi_runsite as runsite

shop = runsite.get_project(name="shop-dev")
all_projects = runsite.get_projects()

pulumi.export("project_id", shop.id)
pulumi.export("project_names", [project.name for project in all_projects.projects])
