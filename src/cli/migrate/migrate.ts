/** `migrate`: the histories of the service from before, in steps that each leave files for the next one. */

import type { Command } from 'commander';
import { addConvert } from './convert.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addPlan } from './plan.ts';
import { addRollback } from './rollback.ts';
import { addVerify } from './verify.ts';

const EXAMPLES = `
Each step leaves files in the folder, and can be ended and run again at any time.

Examples:
  person migrate export --dir migration --from nats://old.example:4222 --stream person-events
  person migrate convert --dir migration
  person migrate plan --dir migration
  person migrate import --dir migration --data data
  person migrate verify --dir migration --data data

"person migrate STEP --help" tells more of each; docs/migration.md is the guide.`;

export function addMigrate(program: Command): void {
  const migrate = program.command('migrate').summary('take over histories from the service before').usage('STEP');
  migrate.description('Takes over the histories of the service that was there before, step by step.');
  migrate.helpCommand(false).addHelpText('after', EXAMPLES);
  addExport(migrate);
  addConvert(migrate);
  addPlan(migrate);
  addImport(migrate);
  addVerify(migrate);
  addRollback(migrate);
}
