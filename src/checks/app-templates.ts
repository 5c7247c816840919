import { readFileSync } from 'fs';
import * as path from 'path';
import { CfnResource, IPolicyValidationContext, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { StackTemplate } from '../template/linked-templates';

/** A template of an app with the constructs that its resources come from. */
export interface AppTemplate extends StackTemplate {
  readonly templatePath: string;
  readonly constructs: Map<string, IConstruct>;
}

/** The templates that are validated, those of nested stacks as well, which AWS CDK does not name. */
export function appTemplates({ appConstruct, stackTemplates, templatePaths }: IPolicyValidationContext): AppTemplate[] {
  const folders = new Map(templatePaths.map((template) => [path.basename(template), path.dirname(template)]));
  const paths = new Map(stackTemplates.map(({ stackConstructPath, templatePath }) => [stackConstructPath, templatePath]));
  return appConstruct.node.findAll().filter(Stack.isStack).flatMap((stack) => {
    const top = outermost(stack);
    const folder = folders.get(top.templateFile) ?? folderOf(paths.get(top.node.path));
    if (folder === undefined) {
      // A stack of a stage that another plugin validates.
      return [];
    }
    const templatePath = path.join(folder, stack.templateFile);
    return [{
      stackName: stack === top ? stack.stackName : stack.node.path,
      json: JSON.parse(readFileSync(templatePath, 'utf8')),
      place: { stage: Stage.of(stack)?.node.path ?? '', region: known(stack.region), account: known(stack.account) },
      templatePath,
      constructs: constructsOf(stack),
    }];
  });
}

function known(value: string): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

function folderOf(templatePath: string | undefined): string | undefined {
  return templatePath === undefined ? undefined : path.dirname(templatePath);
}

function constructsOf(stack: Stack): Map<string, IConstruct> {
  const resources = stack.node.findAll().filter((construct): construct is CfnResource =>
    CfnResource.isCfnResource(construct) && Stack.of(construct) === stack);
  return new Map(resources.map((resource) => [stack.resolve(resource.logicalId), resource]));
}
