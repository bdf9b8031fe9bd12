"""One notebook -> the same notebook with outputs, from a clean kernel, as it is saved.

Comes in: a notebook without outputs and the parameters of this run. Goes out: a `Run` with the notebook as a reader
gets it: counts 1..n, outputs, no trace of when or where it was run; and the reason, cell and line if it stopped.
"""

from __future__ import annotations

import copy
import os
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode, from_dict
from traitlets.config import Config

# One thread a kernel: two kernels share two cores, and sums don't depend on how many cores there are.
_SURROUNDINGS = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
                 "MKL_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
INJECTED = "injected-parameters"  # tag and id of the cell that sets a report's parameters
_STARTUP = 300  # seconds a kernel may take to start on a busy machine
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Run:
    """A notebook that was run.

    Attributes
    ----------
    failure : empty if it went through, else the cell, its first line and the error.
    figures : names of the figure files that were saved from it.
    """

    name: str
    notebook: NotebookNode
    failure: str = ""
    seconds: float = 0.0
    figures: list[str] = field(default_factory=list)


class Kernel(AsyncKernelManager):
    """A kernel of the Python that runs this, whatever kernels the user has installed under the same name."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(**get_kernel_dict())


def prepared(notebook: NotebookNode, *, shipped: bool, parameters: dict[str, str]) -> NotebookNode:
    """A copy for one run: without outputs, on another corpus without the cells tagged `shipped`, and with `parameters` set
    in a cell tagged `injected-parameters` after the one tagged `parameters` (at the top, if there is none)."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    made.cells = [cell for cell in made.cells if not _tagged(cell, INJECTED) and (shipped or not _tagged(cell, "shipped"))]
    if parameters:
        cell = nbformat.v4.new_code_cell(parameter_lines(parameters), id=INJECTED, metadata={"tags": [INJECTED]})
        made.cells.insert(made.cells.index(parameter_cell(made)) + 1 if parameter_cell(made) else 0, cell)
    return made


def parameter_cell(notebook: NotebookNode) -> NotebookNode | None:
    """The cell tagged `parameters`."""
    return next((cell for cell in notebook.cells if _tagged(cell, "parameters")), None)


def parameter_lines(parameters: dict[str, str]) -> str:
    """The source of the cell that sets `parameters`."""
    return "\n".join(["# Set for this report; the paths start from this notebook's folder.",
                      *(f"{name} = {value!r}" for name, value in parameters.items())])


def run_notebook(name: str, notebook: NotebookNode, *, folder: Path, settings: Path, instead: dict[str, str] | None = None,
                 started: list | None = None) -> Run:
    """Run a prepared notebook cell by cell in a kernel of its own, and stop at the first error.

    Parameters
    ----------
    folder : where the kernel works.
    instead : cell id -> what is run in place of that cell's source, which comes back unchanged: the places of this
        run, which are of no use to a reader.
    settings : a folder for IPython's and matplotlib's settings, so that a user's own change nothing here.
    started : a list to which the kernel's client is added, for whoever has to end it early.
    """
    before, at = time.monotonic(), {"cell": None}
    client = NotebookClient(notebook, kernel_manager_class=Kernel, kernel_name="python3", timeout=None, startup_timeout=_STARTUP,
                            record_timing=False, store_widget_state=False, coalesce_streams=True, shutdown_kernel="immediate",
                            config=Config(KernelManager={"transport_encryption": "auto"}),
                            resources={"metadata": {"path": str(folder)}},
                            on_cell_start=lambda cell, cell_index: at.update(cell=cell))
    client.log.setLevel("CRITICAL")
    if started is not None:
        started.append(client)
    (settings / "matplotlibrc").touch()
    sources = {cell.id: cell.source for cell in notebook.cells}
    for cell in notebook.cells:
        cell.source = (instead or {}).get(cell.id, cell.source)
    surroundings = os.environ | _SURROUNDINGS | {"IPYTHONDIR": str(settings), "MATPLOTLIBRC": str(settings / "matplotlibrc")}
    failure = ""
    try:
        client.execute(env=surroundings)
    except CellExecutionError as error:
        failure = f"{error.ename}: {_first_line(error.evalue)}"
    except Exception as error:  # a kernel that can't start or dies, as it does when memory runs out
        failure = f"{type(error).__name__}: {_first_line(str(error))}"
    for cell in notebook.cells:
        cell.source = sources[cell.id]
    cell = at["cell"] if failure else None
    if cell and cell.execution_count is None:
        cell.execution_count = 0  # begun, in a kernel that died before it could say so; numbered like the others now
    notebook = tidied(notebook)
    if failure:
        where = f"cell [{cell.execution_count}], `{_first_line(cell.source, 90)}`" if cell else "its kernel's start"
        failure = f"{where}: {failure}"
    return Run(name, notebook, failure, time.monotonic() - before)


def tidied(notebook: NotebookNode) -> NotebookNode:
    """The notebook, changed in place: counts 1..n, and nothing in it of when, where or how it was run."""
    notebook.metadata = from_dict({"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                                   "language_info": {"name": "python"}})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    number = 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = NotebookNode(tags=list(tags)) if tags else NotebookNode()
        cell.pop("attachments", None)
        if cell.cell_type != "code":
            continue
        ran = cell.get("execution_count") is not None
        number += ran
        cell.execution_count = number if ran else None
        for output in cell.outputs:
            if "metadata" in output:
                output.metadata = NotebookNode()
            for kind in [k for k in output.get("data", ()) if "jupyter.widget" in k]:
                del output.data[kind]
            if "execution_count" in output:
                output.execution_count = cell.execution_count
            if "traceback" in output:
                output.traceback = [_here(_COLOURS.sub("", line)) for line in output.traceback]
    return notebook


def _here(line: str) -> str:
    """A line of a traceback without the folders of this machine."""
    for folder in (Path(sys.prefix), Path(__file__).parents[2]):
        line = line.replace(f"{folder}{os.sep}", "")
    return line


def _tagged(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", ())


def _first_line(text: str, width: int = 200) -> str:
    line = next((line.strip() for line in _COLOURS.sub("", text or "").splitlines() if line.strip()), "")
    return line if len(line) <= width else line[: width - 1] + "…"
