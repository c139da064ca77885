import pulumi

import pulumi_runsite as runsite

web = runsite.get_web_service(name="web-dev")
log = runsite.get_logs(web_service_id=web.id, tail=20)

pulumi.export("log", log.logs)
