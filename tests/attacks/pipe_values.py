"""Attacks by forged replies: trees that no honest encoder makes, each a different way to break a decoder."""

from corpus import Attack
from pipe import TOOLS


def reply(name: str, story: str, tree: str, blobs: str = "()", *, flagged: bool = True, **more) -> Attack:
    """The reply's whole tree, or its bytes, is the Python expression ``tree``."""
    return Attack(
        name,
        story,
        f"{TOOLS}\ndef hostile():\n    send(frame(b'o', message({tree}, {blobs})), 20)\n    time.sleep(0.5)",
        "call",
        ("sigmoid",),
        flagged=flagged,
        **more,
    )


def returning(name: str, story: str, tree: str, blobs: str = "()", **more) -> Attack:
    """The returned value's tree is the Python expression ``tree``."""
    return reply(name, story, f"mapping(status='returned', value={tree})", blobs, **more)


ARRAY = "{'t': 'array', 'd': '<f8', 's': [1], 'o': 'C', 'b': 0}"
ONE = "[struct.pack('<d', 0.5)]"

ATTACKS = [
    reply("reply_of_nested_lists", "Ten million opening brackets.", "b'[' * 10**7"),
    reply("reply_of_nested_dicts", "A million nested objects.", "b'{\"t\":' * 10**6"),
    reply(
        "reply_of_empty_lists",
        "Twenty million empty lists: 60 MB that decode to gigabytes.",
        "b'[[' + b'[],' * 20_000_000 + b'[]],[]]'",
    ),
    reply("reply_of_numbers", "Thirty million zeros.", "b'[[' + b'0,' * 30_000_000 + b'0],[]]'"),
    reply("reply_of_lengths", "Thirty million lengths of blobs.", "b'[1,[' + b'0,' * 30_000_000 + b'0]]'"),
    reply(
        "reply_of_pairs",
        "A dict of five million pairs.",
        "b'[{\"t\":\"dict\",\"v\":[' + b'[0.1,[]],' * 6_000_000 + b'[0,0]]},[]]'",
    ),
    reply("reply_of_digits", "A number of a million digits.", "b'[1' + b'0' * 10**6 + b',[]]'"),
    reply("reply_of_nothing", "An empty reply.", "b''"),
    reply(
        "reply_of_surrogates",
        "Invalid UTF-8, lone surrogates, NaN and infinity for lengths.",
        "b'[\"\\xff\\ud800\", [NaN, Infinity, -1]]'",
    ),
    reply(
        "reply_with_duplicate_keys",
        "Keys that come twice.",
        'b\'[{"t":"dict","v":[["status","returned"],["status","passed"]],"t":"tuple"},[]]\'',
    ),
    reply("status_is_a_list", "A status that is not even hashable.", "mapping(status=[1])"),
    reply("status_is_an_array", "A status that is an array.", f"mapping(status={ARRAY})", ONE),
    reply(
        "texts_are_no_texts",
        "Message, warnings, counts of the wrong types, and huge ones.",
        "mapping(status='raised', message=[1], error={'t': 'int', 'v': 'f' * 10**6}, line=None, warnings=5, printed_count={'t': 'int', "
        "'v': 'f' * 10**6}, displayed='<script>', printed='x' * 10**7)",
    ),
    reply(
        "texts_with_surrogates",
        "Message, error, line and warnings with lone surrogates and control characters.",
        "mapping(status='raised', message='\\ud800\\x00\\x1b[2J', error='\\udfff<b>', line='\\ud800', warnings=['\\ud800'], "
        "printed='\\ud800', printed_count=3)",
    ),
    returning(
        "number_of_a_million_digits", "An integer whose text Python refuses to write.", "{'t': 'int', 'v': 'f' * 10**6}"
    ),
    returning(
        "number_of_a_million_digits_inside",
        "The same in a list, with floats: whoever makes an array of it fails.",
        "[{'t': 'int', 'v': 'f' * 10**6}, 0.5]",
    ),
    returning("shape_of_another_world", "An array of shape (2⁷⁰,).", ARRAY.replace("[1]", "[2**70]"), ONE),
    returning(
        "shape_of_none",
        "Arrays with shapes null, -1, and 65 dimensions.",
        "[{}, {}, {}]".format(
            ARRAY.replace("[1]", "None"), ARRAY.replace("[1]", "[-1]"), ARRAY.replace("[1]", "[1] * 65")
        ),
        ONE,
    ),
    returning(
        "dtype_with_bad_syntax", "A dtype that NumPy's own parser stumbles over.", ARRAY.replace("<f8", "(,f8"), ONE
    ),
    returning("dtype_of_objects", "An array of Python objects, by their addresses.", ARRAY.replace("<f8", "O"), ONE),
    returning("dtype_of_records", "Structured and nested dtypes.", ARRAY.replace("<f8", "f4,O"), ONE),
    returning("dtype_of_impossible_text", "Text with code points beyond Unicode.", ARRAY.replace("<f8", "<U2"), ONE),
    returning(
        "generator_of_another_size",
        "A generator whose state is too large a number.",
        "{'t': 'generator', 'v': mapping(bit_generator='PCG64', state=mapping(state={'t': 'int', 'v': 'f' * 100}, inc=1), "
        "has_uint32=0, uinteger=0)}",
    ),
    returning(
        "generator_with_a_negative_state",
        "A generator whose state is negative.",
        "{'t': 'generator', 'v': mapping(bit_generator='PCG64', state=mapping(state=-1, inc=-1), has_uint32=-1, uinteger=2**40)}",
    ),
    returning(
        "generator_that_points_outside",
        "A Mersenne twister that reads a gigabyte behind its state.",
        "{'t': 'generator', 'v': mapping(bit_generator='MT19937', state=mapping(key={'t': 'array', 'd': '<u4', 's': [624], 'o': 'C', "
        "'b': 0}, pos=10**9), has_gauss=0, gauss=0.0)}",
        "[b'\\0' * 2496]",
    ),
    returning(
        "complex_too_large", "A complex number of integers of 400 digits.", "{'t': 'complex', 'v': [10**400, 1]}"
    ),
    returning(
        "handle_of_infinity",
        "Handles to infinity, NaN, lists and to what the check has kept.",
        "{'t': 'opaque', 'k': float('inf'), 'n': '<script>'}",
    ),
    returning(
        "handle_of_the_checks_own", "The check's own objects, handed back as results.", "{'t': 'handle', 'k': 1}"
    ),
    returning(
        "kept_in_every_way",
        "Objects of the learner's with impossible keys and data: of other kinds, and within each other.",
        "[{'t': 'kept', 'k': k, 'v': v} for k in (1, -1, 10**400, True, None, [1], float('nan')) "
        "for v in (0.5, None, [1], {'t': 'kept', 'k': 1, 'v': {'t': 'tuple', 'v': [1]}}, {'t': 'handle', 'k': 1})]",
    ),
    reply(
        "kept_in_kept",
        "An object in an object, ten thousand deep.",
        "b'[' + b'{\"t\":\"kept\",\"k\":1,\"v\":' * 10**4 + b'1' + b'}' * 10**4 + b',[]]'",
    ),
    returning(
        "kept_trees",
        "Objects in objects, 13 deep and two in each, with an array at every end: marks are made at every level.",
        f"__import__('functools').reduce(lambda v, k: {{'t': 'kept', 'k': k, 'v': {{'t': 'tuple', 'v': [v, v]}}}}, range(13), {ARRAY})",
        ONE,
    ),
    returning(
        "one_blob_many_times",
        "Ten thousand arrays that are all the same 16 MB.",
        "[{'t': 'array', 'd': '<f8', 's': [2**21], 'o': 'C', 'b': 0}] * 10**4",
        "[bytes(2**24)]",
    ),
    returning(
        "callable_of_nobody",
        "A function, where the check has no way to call one.",
        "{'t': 'callable', 'k': 1, 'n': 'f'}",
    ),
    returning(
        "tag_of_nothing", "Unknown, missing and unhashable tags.", "[{'t': 'pickle', 'v': 'gASV'}, {'u': 1}, {'t': []}]"
    ),
    returning(
        "keys_of_every_kind",
        "Dicts whose keys are arrays, lists, NaN and handles.",
        "{'t': 'dict', 'v': [[float('nan'), 1], [[1], 2], [{'t': 'tuple', 'v': [[1]]}, 3]]}",
    ),
    reply(
        "after_state_of_another_shape",
        "An after-state with generators, dicts and tuples where arrays were.",
        f"mapping(status='returned', value=0.5, after={{'t': 'tuple', 'v': [{{'t': 'tuple', 'v': [mapping(a=1), {ARRAY}]}}, [1]]}})",
        ONE,
    ),
]
