/** `completion`: what makes a shell complete verbs, commands, flags and words; the program itself is asked for them. */

import { Argument, type Command, type Option } from 'commander';
import { EXIT, type ExitCode } from './exits.ts';
import { line } from './print.ts';
import { ends } from './verb.ts';

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_person() {
  local IFS=$'\\n'
  COMPREPLY=($("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _person person`,
  zsh: `#compdef person
_person() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _person person`,
  fish: `complete -c person -f -a '(set -l words (commandline -opc); $words[1] complete -- $words[2..-1] (commandline -ct) 2>/dev/null)'`,
};

const EXAMPLES = `
Needs the program on the PATH under the name of person, as "npm link" puts it there.

Examples:
  source <(person completion bash)                                  in ~/.bashrc
  source <(person completion zsh)                                   in ~/.zshrc, after compinit
  person completion fish > ~/.config/fish/completions/person.fish`;

export function addCompletion(program: Command): void {
  const completion = program.command('completion').summary('make a shell complete what is typed');
  completion.description('Prints what makes a shell complete verbs, commands, flags and words.');
  completion.addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)));
  completion
    .action(
      ends(async (shell: string): Promise<ExitCode> => {
        await line(SCRIPTS[shell] ?? '');
        return EXIT.done;
      }),
    )
    .addHelpText('after', EXAMPLES);
  // Asked by the scripts, and of no use to people.
  const complete = program.command('complete', { hidden: true }).argument('[words...]');
  complete.action(
    ends(async (words: readonly string[]): Promise<ExitCode> => {
      for (const candidate of candidates(program, words)) await line(candidate);
      return EXIT.done;
    }),
  );
}

/** What the last word may become. */
export function candidates(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? '';
  let command = program;
  let values: readonly string[] | null = null;
  let place = 0;
  for (const word of words.slice(0, -1)) {
    const takesValue: boolean = values !== null;
    const option: Option | undefined = takesValue ? undefined : command.options.find(({ long }) => long === word);
    values = option?.required ? (option.argChoices ?? []) : null;
    if (takesValue || word.startsWith('-')) continue;
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (next !== undefined) command = next;
    else place += 1;
  }
  return (values ?? wordsFor(command, typed, place)).filter((each) => each.startsWith(typed));
}

function wordsFor(command: Command, typed: string, place: number): string[] {
  if (typed.startsWith('-')) return [...command.options.map(({ long }) => long ?? ''), '--help'];
  const help = command.createHelp();
  const names = help.visibleCommands(command).map((each) => each.name());
  return [...names, ...(command.registeredArguments[place]?.argChoices ?? [])];
}
