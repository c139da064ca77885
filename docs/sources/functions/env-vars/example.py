import pulumi

import pulumi_runsite as runsite

web = runsite.get_web_service(name="web-dev")
found = runsite.get_env_vars(web_service_id=web.id)

pulumi.export("keys", [variable.key for variable in found.environment_variables])
