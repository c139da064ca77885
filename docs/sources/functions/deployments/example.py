import pulumi

import pulumi_runsite as runsite

web = runsite.get_web_service(name="web-dev")
live = runsite.get_deployment(web_service_id=web.id)
recent = runsite.get_deployments(web_service_id=web.id, limit=5)

pulumi.export("live_commit", live.commit_sha)
pulumi.export("rollback_candidates", [each.id for each in recent.deployments if not each.is_live])
