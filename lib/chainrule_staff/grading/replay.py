"""Runs inside a sandbox: all cells of a notebook as a kernel would, their outputs as one line of JSON each.

Started by :meth:`chainrule_staff.grading.sandbox.Sandbox.start_replay` with the confinement as its argument.
"""

import json
import os
import sys


def main() -> None:
    from chainrule.calling.confine import give_up_rights

    give_up_rights(json.loads(sys.argv[1]))
    sources = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w")
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # each figure is an output of its cell
    shell = InteractiveShell.instance()
    for source in sources:
        with capture_output() as captured:
            shell.run_cell(source, store_history=True)
        outputs = [{"text": captured.stdout[:20_000]}] if captured.stdout else []
        for shown in captured.outputs:
            data = shown._repr_mimebundle_()
            data = data[0] if isinstance(data, tuple) else data
            outputs.append({kind: value for kind, value in data.items() if isinstance(value, str)})
        out.write(json.dumps(outputs) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
