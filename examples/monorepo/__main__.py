"""
Three services from one repository, each deployed only when its own folder has changed.

git has a hash per folder, so set those of the commit to deploy, then run `pulumi up`:

    for name in web api worker; do
      pulumi config set --path "trees.$name" "$(git rev-parse "HEAD:apps/$name")"
    done
"""

from typing import Literal

import pulumi

import pulumi_runsite as runsite

Kind = Literal["web_service", "static_site", "worker"]
SERVICES: dict[str, Kind] = {"web": "static_site", "api": "web_service", "worker": "worker"}

trees: dict[str, str] = pulumi.Config().require_object("trees")
project = runsite.Project("monorepo")

for name, kind in SERVICES.items():
    service = runsite.WebService(
        name,
        project_id=project.id,
        project_type=kind,
        git_repository_url="https://github.com/example/shop",
        root_directory=f"apps/{name}",
    )
    deployment = runsite.Deployment(
        f"{name}-deployment", web_service_id=service.id, triggers={"tree": trees[name]}
    )
    if kind != "worker":  # which has no URL
        pulumi.export(name, deployment.url)
