"""What a check's findings are in English: the only module of ``chainrule.checks`` that holds sentences.

Another language is another module of this form, and another set of the mistakes' explanations. Backticks mark code;
``panel`` sets it, a terminal shows it as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.checks.report import CheckReport, Finding, Kind, NamedMistake, State

Values = dict[str, Any]

# -- small pieces -------------------------------------------------------------------------------


def number_text(points: float) -> str:
    """Points without needless digits.

    >>> number_text(1.0), number_text(0.5), number_text(2 / 3)
    ('1', '0.5', '0.67')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def points_text(points: float) -> str:
    """Points with their unit.

    >>> points_text(1.0), points_text(0.5)
    ('1 point', '0.5 points')
    """
    return f"{number_text(points)} point{'' if points == 1 else 's'}"


def shape_text(shape: Any) -> str:
    """A shape as the course writes it.

    >>> shape_text([3])
    '(3,)'
    """
    return str(tuple(int(size) for size in shape))


def thing(what: Values) -> str:
    """What kind of thing a value is, from its description (:func:`chainrule.checks.verdict.describe`).

    >>> thing({"is": "array", "shape": [2], "dtype": "float64"}), thing({"is": "number"}), thing({"is": "object", "type": "Yes"})
    ('an array of shape (2,) and dtype float64', 'a number', 'an object of type Yes')
    """
    shown = what.get("shown")
    match what["is"]:
        case "array" if what["shape"] is None:
            return f"an {what['type']}"
        case "array":
            dtype = f" and dtype {what['dtype']}" if "dtype" in what else ""
            return f"an array of shape {shape_text(what['shape'])}{dtype}"
        case "truths":
            return f"a boolean array of shape {shape_text(what['shape'])}"
        case "truth":
            return f"the truth value {shown}" if shown else "True or False"
        case "number":
            return f"the number {shown}" if shown else "a number"
        case "text":
            return f"the text {shown}"
        case "value":
            return f"{shown}"
        case "tuple" | "list" if "count" in what:
            return f"a {what['is']} of {what['count']}"
        case "dict" if "keys" in what:
            return f"a dict with keys {what['keys']}"
        case "object":
            return f"an object of type {what['type']}"
    return f"a {what['is']}"


def place(where: list) -> str:
    """Where in a result something is, as the beginning of a sentence; empty for the result itself.

    >>> place([["item", 0]]), place([["item", 1], ["item", 0]]), place([["key", "dW"]])
    ('Item 0 of the tuple', 'Item 0 of Item 1 of the tuple', "The value of 'dW'")
    """
    text = ""
    for kind, key in where:
        text = f"Item {key} of {text or 'the tuple'}" if kind == "item" else f"The value of {key!r}"
    return text


def _it(values: Values) -> str:
    where = place(values.get("where", []))
    return f"{where} is" if where else "It returned"


def _in_line(values: Values) -> str:
    return f" in the line `{values['line']}`" if values.get("line") else ""


def of_cell(error: Values) -> str:
    """What became of a cell that did not run to its end, as the rest of a sentence.

    >>> of_cell({"error": "SyntaxError", "message": "'(' was never closed", "line": "print('a'", "number": 3})
    "raised SyntaxError in line 3, `print('a'`. It says: '(' was never closed"
    """
    if error["error"] == "timed out":
        return f"did not end within {error['message']}; it was skipped."
    if error["error"] == "died":
        return "ended the Python process; it was skipped."
    number = f" in line {error['number']}" if error.get("number") else ""
    line = f"{',' if number else ' in the line'} `{error['line']}`" if error["line"] else ""
    says = f" It says: {error['message']}" if error["message"] else ""
    return f"raised {error['error']}{number}{line}.{says}"


# -- findings -----------------------------------------------------------------------------------

_TOO_LARGE = {
    "data": "more than {limit} MB of data",
    "text": "more than {limit} MB of text and numbers outside arrays",
    "items": "more than {limit} items",
    "entries": "more than {limit} numbers, many times as many as it was given and should return",
    "keys": "more than {limit} keys of dicts that are no texts",
    "key": "a key of more than {limit}",
    "depth": "nested more than {limit} deep",
    "integer": "an integer of more than {limit} bits",
    "arguments": "more than {limit} MB handed to the function",
}


def unusable(values: Values) -> str:
    """Why a value could not cross from one process to the other, as a clause."""
    form = _TOO_LARGE.get(values.get("reason", ""))
    return form.format(limit=values.get("limit")) if form else values.get("message") or "it is no plain data"


_LIMITS = {"check": ", the limit for one check", "submission": ", the limit for one submission"}


def time_limit(values: Values) -> str:
    """Which limit on time was passed: ``10 s of computing``."""
    if "seconds" not in values:  # told by a process that lies
        return "its time limit"
    clock = {"processor": " of computing", "wall": " of waiting"}.get(values.get("clock", ""), "")
    return f"{values['seconds']:.3g} s{clock}{_LIMITS.get(values.get('limit', ''), '')}"


def _raised(values: Values) -> str:
    text = f"It raised {values['error']}{_in_line(values)}."
    text += f" It says: {values['message']}" if values["message"] else ""
    expected = f" Expected a {values['expected']}." if "expected" in values else ""
    why = f" — {sentence(Finding.from_dict(values['why']))}" if "why" in values else ""
    return text + _advice(values["error"], values["message"]) + _elsewhere(values) + why + expected


def _elsewhere(values: Values) -> str:
    """Why a name is not there, and what to do, where it is one that answers may not use."""
    found = values.get("elsewhere")
    if not found:
        return ""
    if found["why"] == "library":
        return (
            f" — The cell that makes `{found['name']}` imports from `chainrule` what the first cell does not, and that is "
            "not there where answers are graded. Write it without."
        )
    if found["why"] == "imported":
        return (
            f" — `{found['name']}` comes from the course's library, by a cell for pictures or experiments. Where answers are "
            "graded there is neither that cell nor that part of the library: do without."
        )
    return (
        f" — `{found['name']}` is made in a cell for pictures or experiments, or in a check. A grader runs none of these "
        "with your answer: import or define it in a cell of your own, or do without."
    )


def _missing(values: Values) -> str:
    if values.get("elsewhere"):
        return (
            f"Not attempted: there is no function `{values['function']}` where answers are graded.{_elsewhere(values)}"
        )
    return (
        f"Not attempted: there is no function `{values['function']}` yet. Run the cell that defines it, then this one."
    )


def _cell_raised(values: Values) -> str:
    advice = ""
    if values["error"] in ("ImportError", "ModuleNotFoundError"):
        advice = " — What an exercise needs is imported in the first cell; other packages are not there where answers are graded."
    return f"There is no `{values['function']}` as you wrote it: the cell {values['cell']} {of_cell(values)}{advice}"


def _unfinished(values: Values) -> str:
    return f"`{values['function']}` raises NotImplementedError{_in_line(values)}: something is still to be written."


def _advice(error: str, message: str) -> str:
    """What to do about an exception whose own words (NumPy's) lead a beginner astray."""
    if error == "ValueError" and "truth value of an array" in message:
        return (
            " — An `if` (and `max`, `and`, `or`, `not`) decides once, for the whole array; here every entry needs its "
            "own decision: np.where, a mask, or a loop over the entries."
        )
    if error == "TypeError" and ("only length-1 arrays" in message or "only 0-dimensional arrays" in message):
        return " — The functions of `math` and `float(…)` take one number; those of NumPy take arrays too."
    return ""


_TYPE_HINTS = {"return": " Does every path end in a `return`?", "array": " Wrap it in np.array(…)."}


def _wrong_dtype(values: Values) -> str:
    extra = " Multiply by 1.0 or use .astype(float)." if values["dtype"] == "bool" else ""
    wanted = "booleans" if values["wanted"] == "truths" else "real numbers"
    return f"{_it(values)} values of dtype {values['dtype']}; expected {wanted}.{extra}"


def _wrong_shape(values: Values) -> str:
    what = "a single number (0-d)" if values["shape"] == [] else f"an array of shape {shape_text(values['shape'])}"
    return f"{_it(values)} {what}; expected {thing(values['wanted'])}."


_INFINITE = {"nan": "NaN", "infinity": "infinity", "both": "NaN and infinity"}


def _not_finite(values: Values) -> str:
    many = f"in {values['bad']} of {values['size']} places" if values["size"] is not None else "here"
    return f"{_it(values)} {_INFINITE[values['what']]} {many}. " + _values_differ({**values, "where": []})


def _values_differ(values: Values) -> str:
    where = place(values.get("where", []))
    if values["size"] is None:
        return f"{f'{where}: expected' if where else 'Expected'} {values['expected']}, got {values['got']}."
    index = ", ".join(map(str, values["index"]))
    return (
        f"{f'{where}: ' if where else ''}{values['wrong']} of {values['size']} values differ, first at index [{index}]: "
        f"expected {values['expected']}, got {values['got']}."
    )


def _other_number(values: Values) -> str:
    spread = f" ± {values['tol']}" if values.get("tol") else ""
    return f"It is {values['got']}; expected {values['expected']}{spread}."


def _does_not_hold(values: Values) -> str:
    return "This does not hold." + "".join(f" `{call}` returned {result}." for call, result in values["calls"])


def _not_computable(values: Values) -> str:
    why = f" ({values['error']})" if values.get("error") else ""
    return f"`{values['call']}` returned {thing(values['got'])}, with which this cannot be computed{why}."


def _wrong_type(values: Values) -> str:
    hint = _TYPE_HINTS.get(values.get("hint", ""), "")
    return f"{_it(values)} {thing(values['got'])}; expected {thing(values['wanted'])}.{hint}"


# -- diagnoses ----------------------------------------------------------------------------------


def _of(values: Values) -> str:
    """Whose result a diagnosis is about, as the beginning of a sentence."""
    item = f", item {values['item']}," if "item" in values else ""
    return f"What `{values['function']}` returns{item}"


_SIZES = {
    "rows": "the number of rows (of examples, say)",
    "columns": "the length of a row (the number of classes or features, say)",
    "entries": "the number of entries",
}


def _is_input(values: Values) -> str:
    argument = f"`{values['parameter']}`" if values["parameter"] else "one of its arguments"
    return f"{_of(values)} is {argument} itself, unchanged."


def _factor(values: Values) -> str:
    return f"{_of(values)} is {values['factor']} times what was expected, in all cases."


def _clipped(values: Values) -> str:
    bounds = [
        f"below {values['low']}" if "low" in values else "",
        f"above {values['high']}" if "high" in values else "",
    ]
    return f"{_of(values)} is right, except that nothing is {' or '.join(filter(None, bounds))}: is something clipped?"


def _right_where(values: Values) -> str:
    return f"`{values['function']}` {_parted(values, 'is wrong')}"


def _parted(values: Values, wrong: str) -> str:
    """For which inputs something is as it should be and for which not; ``wrong``: how the latter is called."""
    right_count, wrong_count = values["right_count"], values["wrong_count"]
    if "wrong" in values:
        return f"{wrong} only with {values['wrong']}: for all {wrong_count} inputs of that kind, and right for the {right_count} others."
    if "among" in values:
        of = wrong_count + values["also_right"]
        return (
            f"{wrong} only with {values['among']}: for {wrong_count} of the {of} inputs of that kind, and right for "
            f"all {right_count - values['also_right']} others."
        )
    return f"is right only with {values['right']}: for all {right_count} inputs of that kind, and {_not(wrong)} for the {wrong_count} others."


def _not(wrong: str) -> str:
    return wrong.removeprefix("is ")


def _raises_where(values: Values) -> str:
    return f"`{values['function']}` {_parted(values, 'raises ' + values['error'])}"


def _always_raises(values: Values) -> str:
    says = f" It says: {values['message']}." if values["message"] else ""
    advice = ""
    if values["error"] == "NameError":
        advice = " Graded are the cells of this notebook, run once from top to bottom: define or import the name in one of them."
    when = "when" if values["count"] == 1 else "whenever"
    return f"`{values['function']}` raises {values['error']} {when} it is called.{says}{advice}"


def _only_warns(values: Values) -> str:
    where = f" It {_parted(values, 'warns')}" if "right_count" in values else ""
    return (
        f"What `{values['function']}` returns is right; but on the way NumPy warns, in {values['count']} of {values['of']} calls."
        f"{where} Which number is it that must not be computed with?"
    )


def _columns(values: Values) -> str:
    one, many = ("entry", "entries") if values["row"] else ("column", "columns")
    numbers = [str(place) for place in values["columns"]]
    listed = ", ".join(numbers[:-1]) + f" and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    what = f"{one} {listed} is" if len(numbers) == 1 else f"{many} {listed} are"
    return (
        f"{_of(values)} is wrong in the same places each time: of its {values['of']} {many}, counted from 0, only {what} ever wrong, and "
        f"the rest is right in all {values['count']} cases."
    )


def _confused_entries(values: Values) -> str:
    both = f", and {values['expected']} where {values['got']} was" if values["both"] else ", and no other slip"
    return (
        f"{_of(values)} holds {values['got']} where {values['expected']} was expected{both}: {values['entries']} entries in "
        f"{values['count']} calls."
    )


_INDICES = {
    "truths": "holds the places (indices) of what is true; asked for is a truth value for each entry.",
    "places": "holds a truth value for each entry; asked for are the places (indices) of what is true.",
}


def _in_place(values: Values) -> str:
    times = f"{values['count']} times" if values["count"] > 1 else "once"
    values_too = "What it returns is right; leave" if values["only"] else "Leave"
    return (
        f"`{values['function']}` works in place, {times}: it writes into an array (list, dict) that is not its own, or that cannot hold "
        f"what is written. {values_too} alone what is not yours: lines such as `a += b` and `a[i] = b` change `a` itself, whoever else "
        "holds it. A copy is yours, and one of floats holds decimals."
    )


_FUNCTIONS_OF = {
    "square": "the square of",
    "root": "the square root of",
    "reciprocal": "1 divided by",
    "size": "the size, without its sign, of",
    "complement": "1 minus",
    "exponential": "the exponential of",
    "logarithm": "the logarithm of",
}
_SHAPES = {
    "axis": "it has an axis of length 1 too many. (Is there a `keepdims=True` or a `reshape` that is not asked for?)",
    "flat": "it is one long row.",
    "shape": "its shape is another one.",
}
_ENDS = {
    "last": "is right, but the last entry is missing.",
    "first": "is right, but the first entry is missing.",
    "rest": "has the first entry only. Does a `return` stand inside the loop?",
}
_ONE_OF = {
    "largest": "the largest",
    "smallest": "the smallest",
    "mean": "the mean",
    "sum": "the sum",
    "first": "the first",
    "last": "the last",
}


def _unreduced(values: Values) -> str:
    what = values["which"]
    asked = "the number of its entries is" if what == "count" else f"{_ONE_OF[what]} of its entries is"
    return f"{_of(values)} is an array; {asked} what was asked for."


def _from_step(values: Values) -> str:
    until = "entry" if values["right"] == 1 else f"{values['right']} entries"
    return (
        f"{_of(values)} is right in its first {until} (steps, layers or rows) in all cases, and wrong further on. What is handed "
        "on from one to the next?"
    )


def _items_only(values: Values) -> str:
    items = " and ".join(f"item {item}" for item in values["items"])
    verb = "is" if len(values["items"]) == 1 else "are"
    return f"Of what `{values['function']}` returns only {items} {verb} wrong; the rest is right in all {values['count']} cases."


def _always(values: Values) -> str:
    inner = sentence(Finding.from_dict(values["found"]))
    return f"What `{values['function']}` returns is never what the contract asks for, and always for one reason. In the first call: {inner}"


def _wrapped(values: Values) -> str:
    article = "an" if values["got"][:1] in "aeiou" else "a"
    got = "array" if values["got"] == "ndarray" else values["got"]
    article = "an" if got == "array" else article
    remedy = " np.array(…) makes one of it." if values["asked"] == "array" else " Write `return a, b`."
    asked = "an array" if values["asked"] == "array" else "a tuple"
    return (
        f"`{values['function']}` returns the right values, but in {article} {got} where {asked} is asked for.{remedy}"
    )


def _measured_factor(values: Values) -> str:
    return (
        f"Of what is measured of `{values['function']}` all is right but one thing: “{values['label'].lstrip('… ')}” is "
        f"about {values['factor']} times what was expected; all {values['count']} cases agree with that."
    )


def _only_property(values: Values) -> str:
    times = f", in {values['wrong']} of {values['of']} cases" if values["of"] > 1 else ""
    what = f"Of what is looked at with `{values['function']}` all is right but one thing{times}: “{values['label'].lstrip('… ')}”"
    if "low" not in values:
        return what + "."
    span = values["low"] if values["low"] == values["high"] else f"{values['low']} to {values['high']}"
    return f"{what} is {span}" + (
        " times what was expected." if values["ratio"] else f" instead of {values['expected']}."
    )


def _judged_so(values: Values) -> str:
    ways = [f"{way} ({', '.join(where)})" if where else way for way, where in values["ways"]]
    if values["count"] == 1:
        return f"What is wrong with what `{values['function']}` gives: {ways[0]}."
    return f"What is wrong with what `{values['function']}` gives, {values['wrong']} times of {values['count']}: {'; '.join(ways)}."


def _exercise(values: Values) -> str:
    functions = ", ".join(f"`{name}`" for name in values["functions"])
    return f"{values['number']} ({functions})" if values["number"] else functions


_SENTENCES: dict[Kind, Callable[[Values], str]] = {
    Kind.NOT_ATTEMPTED: lambda v: f"Not attempted: `{v['function']}` still raises NotImplementedError.",
    Kind.MISSING: _missing,
    Kind.CELL_RAISED: _cell_raised,
    Kind.NOT_DEFINED: lambda v: (
        f"There is no function `{v['function']}`: the cell {v['cell']} ran to its end and did not make it. Has it another name?"
    ),
    Kind.UNFINISHED: _unfinished,
    Kind.NOT_CALLABLE: lambda v: (
        f"`{v['function']}` is not a function but a value of type {v['type']}: was the name used again?"
    ),
    Kind.INTERRUPTED: lambda v: "Not evaluated: the check was interrupted.",
    Kind.UNUSABLE: lambda v: f"What it returned cannot be read: {unusable(v)}.",
    Kind.TIMED_OUT: lambda v: f"It did not answer within {time_limit(v)}: is there a loop that does not end?",
    Kind.DIED: lambda v: "It ended the Python process that ran it.",
    Kind.RAISED: _raised,
    Kind.CALLBACK_FAILED: lambda v: (
        f"The function that it was given failed when it was called{_in_line(v)}. It says: {v['message']}"
    ),
    Kind.CHECK_RAISED: lambda v: f"The check itself raised {v['error']}: {v['message']}",
    Kind.CHECK_UNFINISHED: lambda v: f"The check could not be finished: {v['why']}. Your instructor will look at it.",
    Kind.DID_NOT_RAISE: lambda v: f"It returned {v['got']}; expected a {v['expected']}.",
    Kind.WRONG_TYPE: _wrong_type,
    Kind.WRONG_COUNT: _wrong_type,
    Kind.WRONG_KEYS: _wrong_type,
    Kind.NOT_COMPUTABLE: _not_computable,
    Kind.NO_NUMBER: lambda v: f"Here is {thing(v['got'])}; expected a number.",
    Kind.WRONG_SHAPE: _wrong_shape,
    Kind.WRONG_DTYPE: _wrong_dtype,
    Kind.FEW_DIGITS: lambda v: f"{_it(v)} values of dtype float16, which keeps 3 digits only.",
    Kind.NOT_FINITE: _not_finite,
    Kind.OTHER_VALUE: lambda v: f"{_it(v)} {thing(v['got'])}; expected {thing(v['wanted'])}.",
    Kind.VALUES_DIFFER: _values_differ,
    Kind.OTHER_NUMBER: _other_number,
    Kind.DOES_NOT_HOLD: _does_not_hold,
    Kind.JUDGED: lambda v: (
        f"It is judged “{v['got']}”, and should be “{v['expected']}”." + (f" {v['why']}" if v.get("why") else "")
    ),
    Kind.NO_CHOICE: lambda v: f"It returned {thing(v['got'])}; choose one of {', '.join(map(repr, v['choices']))}.",
    Kind.CHANGES_INPUT: lambda v: "It changed what it was given: work on a copy, the caller may still need it.",
    Kind.CALL_CHANGES_INPUT: lambda v: f"`{v['call']}` changed what it was given: work on a copy.",
    Kind.WARNS: lambda v: f"The values are right, but on the way there was a {v['warning']}.",
    Kind.EXCHANGED: lambda v: f"{_of(v)} is right, but the two results stand in each other's place.",
    Kind.PERMUTED: lambda v: (
        f"What `{v['function']}` returns is right item by item, but the items stand in another order."
    ),
    Kind.IGNORES: lambda v: f"{_of(v)} does not depend on `{v['parameter']}`: it is the result for its default value.",
    Kind.EXCHANGES: lambda v: f"{_of(v)} is the result for `{v['one']}` and `{v['other']}` exchanged.",
    Kind.IS_OTHER: lambda v: f"{_of(v)} is the result of `{v['other']}`.",
    Kind.IS_INPUT: _is_input,
    Kind.SIGN: lambda v: f"{_of(v)} has the wrong sign, in all cases; the size is right.",
    Kind.FACTOR: _factor,
    Kind.TIMES_SIZE: lambda v: (
        f"{_of(v)} is too large by a factor that is {_SIZES[v['size']]}. Is it a sum where a mean is asked for?"
    ),
    Kind.OVER_SIZE: lambda v: (
        f"{_of(v)} is too small by a factor that is {_SIZES[v['size']]}. Is it a mean where a sum is asked for?"
    ),
    Kind.OFFSET: lambda v: f"{_of(v)} is off by the same number everywhere: {v['offset']}.",
    Kind.CUT: lambda v: f"{_of(v)} has lost its digits after the point: was it put into an array of integers?",
    Kind.ROUNDED: lambda v: f"{_of(v)} is rounded to whole numbers.",
    Kind.ROUGH: lambda v: (
        f"{_of(v)} is nearly right, with a relative error up to {v['error']}. Too few digits, something small added, or measured what "
        "can be computed?"
    ),
    Kind.CLIPPED: _clipped,
    Kind.TRANSPOSED: lambda v: f"{_of(v)} is right, but transposed.",
    Kind.REVERSED: lambda v: f"{_of(v)} is right, but in reverse order.",
    Kind.EARLY: lambda v: f"{_of(v)} is right, but each entry stands one place too early.",
    Kind.LATE: lambda v: f"{_of(v)} is right, but each entry stands one place too late.",
    Kind.RIGHT_WHERE: _right_where,
    Kind.TIMES_ROOT: lambda v: f"{_of(v)} is too large by a factor that is the square root of {_SIZES[v['size']]}.",
    Kind.OVER_ROOT: lambda v: f"{_of(v)} is too small by a factor that is the square root of {_SIZES[v['size']]}.",
    Kind.ONE_LESS: lambda v: (
        f"{_of(v)} is off by what comes of n − 1 in the place of n, where n is {_SIZES[v['size']]}. (Is there a `ddof=1`?)"
    ),
    Kind.FUNCTION_OF: lambda v: f"{_of(v)} is {_FUNCTIONS_OF[v['which']]} what was expected, in all cases.",
    Kind.CONSTANT: lambda v: f"{_of(v)} is {v['value']} wherever it is wrong, {v['count']} times.",
    Kind.DIGITS: lambda v: (
        f"{_of(v)} is rounded to {v['digits']} digits after the point. Leave rounding to those who print."
    ),
    Kind.RESHAPED: lambda v: f"{_of(v)} holds the right numbers, but {_SHAPES[v['how']]}",
    Kind.MISSING_END: lambda v: f"{_of(v)} {_ENDS[v['part']]}",
    Kind.ORDER: lambda v: f"{_of(v)} holds the right entries, in another order.",
    Kind.FROM_STEP: _from_step,
    Kind.REDUCED: lambda v: f"{_of(v)} is a single number: {_ONE_OF[v['which']]} of the entries that were expected.",
    Kind.UNREDUCED: _unreduced,
    Kind.CONFUSED: lambda v: (
        f"{_of(v)} is {v['got']} wherever it is wrong, {v['count']} times, and {v['expected']} was expected."
    ),
    Kind.CONFUSED_ENTRIES: _confused_entries,
    Kind.CONSTANT_ENTRIES: lambda v: (
        f"{_of(v)} is {v['value']} at each entry that is wrong: {v['entries']} entries in {v['count']} calls, where several other numbers "
        "were expected."
    ),
    Kind.COLUMNS: _columns,
    Kind.DIAGONAL: lambda v: (
        f"{_of(v)} is the diagonal of what was expected: each row met its own column, where each row should meet every column."
    ),
    Kind.CHOSEN: lambda v: (
        f"{_of(v)} holds too many numbers wherever it is wrong, {v['count']} times, and none of the right ones is missing."
        if v["what"] == "more"
        else f"{_of(v)} lacks some of the right numbers wherever it is wrong, {v['count']} times, and holds no wrong ones."
    ),
    Kind.LOOKED_UP: lambda v: (
        f"{_of(v)} is what stands in `{v['parameter']}` at the places (indices) that are asked for. The places themselves are."
        if v["asked"] == "places"
        else f"{_of(v)} holds the places (indices) in `{v['parameter']}` of what is asked for, and not what stands there."
    ),
    Kind.INDICES: lambda v: f"{_of(v)} {_INDICES[v['asked']]}",
    Kind.ENTRIES: lambda v: (
        f"{_of(v)} is wrong only at entries where `{v['parameter']}` {v['where']}: at {v['wrong']} of {v['of']} of them, and at no other."
    ),
    Kind.ONLY_ITEMS: _items_only,
    Kind.IN_PLACE: _in_place,
    Kind.ONLY_WARNS: _only_warns,
    Kind.ALWAYS_RAISES: _always_raises,
    Kind.RAISES_WHERE: _raises_where,
    Kind.WRAPPED: _wrapped,
    Kind.ALWAYS: _always,
    Kind.MEASURED_FACTOR: _measured_factor,
    Kind.ONLY_PROPERTY: _only_property,
    Kind.JUDGED_SO: _judged_so,
    Kind.NAME_PUT_BACK: lambda v: (
        f"The name `{v['name']}` no longer meant {v['module']}: a cell made it a value of type {v['type']}. The check "
        "has put it back; choose another name for your variable."
    ),
    Kind.WARNED: lambda v: f"`{v['function']}` warned: {v['warning']}",
    Kind.PRINTED: lambda v: f"`{v['function']}` printed text. It does not count, for or against.",
    Kind.DISPLAYED: lambda v: f"`{v['function']}` displayed something. It is not shown here.",
    Kind.RETURNED_VIEW: lambda v: (
        f"`{v['function']}` returned a view of its input: changing one would change the other."
    ),
    Kind.CHECK_EDITED: lambda v: (
        "This check cell is not the released one, so its points are for you alone: grading runs the original."
    ),
    Kind.BUILDS_ON: lambda v: (
        f"{_exercise(v)} has not passed: mend it first. What you wrote here is checked on top of it."
    ),
    Kind.BUILT_ON_REFERENCE: lambda v: (
        f"{_exercise(v)} has not passed yet; this was checked with the course's own in its place."
    ),
}


def sentence(found: Finding) -> str:
    """A finding as a sentence."""
    told = _SENTENCES[Kind(found.kind)](found.values)
    return f"Apart from inputs that fail in another way: {told}" if found.values.get("apart") else told


# -- the panel ----------------------------------------------------------------------------------


def heading(report: CheckReport) -> str:
    """The exercise's number and title."""
    return f"{report.number} {report.title}".strip()


def verdict(report: CheckReport) -> str:
    """The result in words: points, or that a *further* exercise is right."""
    if report.max_points == 0:
        return {State.PASSED: "right", State.NOT_ATTEMPTED: "not attempted"}.get(report.state, "not right yet")
    if report.state == State.NOT_ATTEMPTED:
        return f"not attempted · {number_text(report.max_points)} to earn"
    return f"{number_text(report.points)} of {points_text(report.max_points)}"


def mistake_opening(mistake: NamedMistake) -> str:
    """What stands before a known mistake's explanation."""
    return "Your results match a known mistake." if mistake.whole else "Part of your results match a known mistake."


DIAGNOSIS = "What the numbers say."
ANOTHER_WAY = "Another way"
THE_COURSES_WAY = "As the course writes it"
THE_OTHER_WAY = "And differently"


def mistake_text(mistake: NamedMistake) -> str:
    """A known mistake where there is no room for a box: one that explains only part of the failures says so."""
    return mistake.explanation if mistake.whole else f"{mistake_opening(mistake)} {mistake.explanation}"


def cases_right(right: int, total: int, worth: tuple[float, float] | None) -> str:
    """How many cases of a part are right; ``worth``: its points, earned and to be earned."""
    points = f" · {number_text(worth[0])} of {points_text(worth[1])}" if worth else ""
    return f"{right} of {total} cases{points}"


def further_right(total: int) -> str:
    """The label of a sweep that found nothing wrong."""
    return f"{total} further inputs"


def further_wrong(wrong: int, total: int) -> str:
    """What stands above the smallest of the further inputs that are wrong."""
    if wrong == total == 1:
        return "A further input is wrong:"
    return f"Of {total} further inputs {wrong} {'is' if wrong == 1 else 'are'} wrong. The smallest of them:"


def and_more(count: int) -> str:
    """What stands for failures or calls that are left out."""
    return f"… and {count} more"


# -- the lecture's own cells --------------------------------------------------------------------


def needs(exercises: list[tuple[str, str]], predictions: list[tuple[str, str]], picture: bool) -> str:
    """What a demonstration says until its exercises have passed and its predictions are made.

    Parameters
    ----------
    exercises, predictions : list of (number, name)
    picture : bool
        Whether a picture of a correct answer follows.
    """
    if not exercises:
        return (
            f"This cell answers {_listed('prediction', predictions)}: decide, run its check, then run this cell again."
        )
    solve = "solve it, run its check" if len(exercises) == 1 else "solve them, run their checks"
    line = f"This demonstration needs {_listed('exercise', exercises)}: {solve}, then run this cell again."
    if predictions:
        return f"{line} It answers {_listed('prediction', predictions)}, so nothing is shown before that is made."
    return line + (" Until then, this is what a correct answer shows:" if picture else "")


def _listed(kind: str, named: list[tuple[str, str]]) -> str:
    """Exercises in a sentence: ``exercises 1.1 (`f`) and 1.2 (`g`)``."""
    wanted = [f"{number} (`{name}`)" if number else f"`{name}`" for number, name in named]
    listed = " and ".join(filter(None, [", ".join(wanted[:-1]), wanted[-1]]))
    if not any(number for number, _ in named):
        return listed
    return f"{kind} {listed}" if len(named) == 1 else f"{kind}s {listed}"


def waits(prediction: str) -> str:
    """What an experiment says before its prediction is made."""
    return f"The answer waits for your prediction: write it into `{prediction}`, then run this cell again."


def predicted(said: str, outcome: str, explanation: str) -> str:
    """A prediction held against what the experiment showed."""
    if said == outcome:
        return f"You predicted ({said}), and so it is. {explanation}"
    return f"You predicted ({said}); the experiment says ({outcome}). {explanation}"


NO_CHECK_YET = "No check has run since the kernel was started. Run one, then this cell again."


def earned(report: CheckReport) -> str:
    """One line of a notebook's progress."""
    return f"{heading(report)}: {number_text(report.points)} of {points_text(report.max_points)} ({report.state})"


def together(points: float, total: float) -> str:
    """The last line of a notebook's progress."""
    return f"Together {number_text(points)} of {points_text(total)} in the checks that have run."
