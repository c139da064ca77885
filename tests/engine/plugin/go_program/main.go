// A Go program that uses the SDK generated from the schema of the plugin.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"pulumi-runsite-sdk/runsite"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		project, err := runsite.NewProject(ctx, "shop", &runsite.ProjectArgs{
			Description: pulumi.String("A shop"),
		})
		if err != nil {
			return err
		}
		web, err := runsite.NewWebService(ctx, "web", &runsite.WebServiceArgs{
			ProjectId: project.ID(),
			ImageRef:  pulumi.String("nginx:1.27"),
		})
		if err != nil {
			return err
		}
		key, err := runsite.NewEnvVar(ctx, "key", &runsite.EnvVarArgs{
			WebServiceId: web.ID(),
			Key:          pulumi.String("KEY"),
			Value:        pulumi.String("canary"),
		})
		if err != nil {
			return err
		}
		live, err := runsite.NewDeployment(ctx, "live", &runsite.DeploymentArgs{
			WebServiceId: web.ID(),
			Triggers:     pulumi.Array{key.Revision},
		})
		if err != nil {
			return err
		}
		ctx.Export("url", live.Url)
		found := runsite.GetEnvVarsOutput(ctx, runsite.GetEnvVarsOutputArgs{
			WebServiceId: live.WebServiceId,
		})
		ctx.Export("keys", found.EnvironmentVariables().ApplyT(
			func(variables []runsite.EnvVarResult) (keys []string) {
				for _, variable := range variables {
					keys = append(keys, variable.Key)
				}
				return keys
			}))
		return nil
	})
}
