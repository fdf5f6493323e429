"""What a shell runs to complete `bwtb`, and putting it in place.

The scripts are our own, not the library's: those run whatever stands under the name typed (`./bwtb` in a checkout), let zsh
evaluate texts from the checkout's files, and split words at colons. Ours ask the `bwtb` of the search path, once, for lines of
`value TAB explanation`, and never evaluate one.
"""

from __future__ import annotations

from pathlib import Path

from bwtb.base.errors import UserError, unwritable
from bwtb.base.languages import _

# Bash breaks words at the characters of COMP_WORDBREAKS, and takes an answer for the part after the last of them.
BASH = r"""
_bwtb_completion() {
    local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} word before
    COMPREPLY=()
    while read -r line; do
        COMPREPLY+=("${line%%$'\t'*}")
    done < <(_BWTB_COMPLETE=bash _BWTB_LINE="$line" command bwtb 2>/dev/null)
    word=${COMP_LINE:0:COMP_POINT}
    word=${word##*[[:space:]]}
    if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
        before=${word%"${word##*:}"}
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
    fi
}
complete -o default -F _bwtb_completion bwtb
"""
ZSH = r"""
#compdef bwtb
_bwtb_completion() {
    local -a found
    local line
    for line in "${(@f)$(_BWTB_COMPLETE=zsh _BWTB_LINE="${(j: :)words[1,$CURRENT]}" command bwtb 2>/dev/null)}"; do
        [[ -n $line ]] && found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    if (( $#found )); then
        _describe bwtb found
    else
        _files
    fi
}
if [[ $funcstack[1] == _bwtb ]]; then
    _bwtb_completion "$@"  # found by compinit and called for the first time
else
    compdef _bwtb_completion bwtb
fi
"""
FISH = r"""
function __bwtb_completion
    set -l found (_BWTB_COMPLETE=fish _BWTB_LINE=(commandline -cp | string collect) command bwtb 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command bwtb --no-files --arguments '(__bwtb_completion)'
"""
POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName bwtb -ScriptBlock {
    param($word, $ast, $position)
    $line = $ast.ToString()
    if ($line.Length -lt $position) { $line += ' ' }
    $Env:_BWTB_COMPLETE = 'powershell'
    $Env:_BWTB_LINE = $line.Substring(0, [Math]::Min($position, $line.Length))
    [Console]::OutputEncoding = [Text.Encoding]::UTF8
    bwtb 2>$null | ForEach-Object {
        $value, $help = $_ -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
    }
    $Env:_BWTB_COMPLETE = ''
    $Env:_BWTB_LINE = ''
}
"""
# Below the home folder: the script's file, and the start file with the line that reads it, where the shell needs one.
PLACES = {
    "fish": (".config/fish/completions/bwtb.fish", "", ""),
    "zsh": (".zfunc/_bwtb", ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit"),
    "bash": (".bash_completions/bwtb.sh", ".bashrc", "source ~/.bash_completions/bwtb.sh"),
}
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL, "pwsh": POWERSHELL}


def shell() -> str:
    """The shell the program was started from. Raises UserError where it is none that can complete."""
    import shellingham

    try:
        name = str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, OSError):
        name = ""
    if name in SCRIPTS:
        return name
    raise UserError(
        _("Your shell was not recognised."),
        _("Run this from a bash, zsh, fish or PowerShell that is not inside a script."),
    )


def script(name: str) -> str:
    """What the shell has to run."""
    return SCRIPTS[name].strip() + "\n"


def install(name: str) -> Path:
    """Put the script where the shell finds it whenever it starts; gives the file. Raises UserError where that fails."""
    from bwtb.base.files import write_file

    if name not in PLACES:
        raise UserError(
            _("PowerShell's profile is not changed by other programs."),
            _("Add this line to it ($PROFILE): bwtb --show-completion | Out-String | Invoke-Expression"),
        )
    home, (place, start_file, line) = Path.home(), PLACES[name]
    try:
        write_file(home / place, script(name).encode("utf-8"))
        if start_file:
            _add_line(home / start_file, line)
    except OSError as error:
        hint = _("`bwtb --show-completion` prints the script, to be put in place by hand.")
        raise unwritable(error.filename or home, error, hint) from error
    return home / place


def _add_line(file: Path, line: str) -> None:
    """Add a line to a start file that has it not yet; the rest stays byte for byte."""
    before = file.read_bytes() if file.is_file() else b""
    if line.encode() not in before.splitlines():
        with file.open("ab") as opened:
            opened.write((b"" if not before or before.endswith(b"\n") else b"\n") + line.encode() + b"\n")
