"""What a slider draws with is still there when it is moved: no cell further down makes it anew.

A notebook is run from top to bottom before anybody moves a slider, and a function finds a global name's last value.
"""

import ast
import symtable

import pytest
from lectures import REAL


def code_cells(lecture) -> list[str]:
    return [cell.source for cell in lecture.notebook.cells if cell.cell_type == "code"]


def bound(source: str) -> set[str]:
    """The names that a cell binds at its top level, which is where a notebook's variables are."""
    table = symtable.symtable(source, "cell", "exec")
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}


def drawn_with(source: str) -> set[str]:
    """The global names that the functions read which a cell gives to `explore`, those of its other functions included."""
    table = symtable.symtable(source, "cell", "exec")
    functions = {child.get_name(): child for child in table.get_children() if child.get_type() == "function"}
    waiting = [
        call.args[0].id
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "explore"
    ]
    names: set[str] = set()
    while waiting:
        for name in read_in(functions[waiting.pop()]) - names:
            names.add(name)
            if name in functions:
                waiting.append(name)
    return names


def read_in(table: symtable.SymbolTable) -> set[str]:
    """The global names that a function and the functions inside of it read."""
    inner = [read_in(child) for child in table.get_children()]
    return {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}.union(*inner)


def made_anew(cells: list[str]) -> list[set[str]]:
    return [
        drawn_with(cell) & set().union(*map(bound, cells[number + 1 :]))
        for number, cell in enumerate(cells)
        if "explore(" in cell
    ]


@pytest.mark.parametrize("name", REAL)
def test_no_cell_below_a_slider_makes_anew_what_it_draws_with(name):
    found = made_anew(code_cells(REAL[name]))
    assert found and not any(found)


def test_a_name_that_is_made_anew_is_found_through_other_functions():
    slider = "x = 1\ndef inner():\n    return [x for _ in 'ab']\ndef draw(k=1):\n    return inner() + k\nexplore(draw, k=[1])"
    assert made_anew([slider, "if True:\n    x = 2"]) == [{"x"}]
    assert made_anew([slider, "def f():\n    x = 2\n[x for x in 'ab']"]) == [set()]
    assert made_anew(["x = 0", slider]) == [set()]
