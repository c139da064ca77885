import * as runsite from "pulumi-runsite-sdk";

const project = new runsite.Project("shop", { description: "The web shop and its worker" });

export const projectId = project.id;
