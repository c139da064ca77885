import pulumi

import pulumi_runsite as runsite

web = runsite.get_web_service(name="web-dev")
all_web_services = runsite.get_web_services()

pulumi.export("status", web.status)
pulumi.export("url", web.url)
pulumi.export(
    "stopped", [each.name for each in all_web_services.web_services if each.status == "stopped"]
)
