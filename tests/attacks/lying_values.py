"""Attacks by what a function returns: objects that agree with everything, and data that is huge, deep or malformed."""

from corpus import Attack

BOTH = ("sigmoid", "numerical_gradient")


def value(name: str, story: str, own: str, *, flagged: bool = False, **more) -> Attack:
    """``hostile(x)`` makes what the sigmoid and the numerical gradient return."""
    return Attack(name, story, own, "return", BOTH, flagged=flagged, **more)


ATTACKS = [
    value(
        "always_equal",
        "An object whose comparisons, conversions and arithmetic always agree.",
        """
        class Yes:
            __array_priority__ = 1e9
            __hash__ = None
            shape, dtype, ndim, size = (), np.dtype(float), 0, 1
            def __eq__(self, other): return True
            __ne__ = __lt__ = __gt__ = lambda self, other: False
            __le__ = __ge__ = __eq__
            def __array__(self, *a, **k): return np.array(0.5)
            def __float__(self): return 0.5
            def __bool__(self): return True
            def __array_ufunc__(self, *a, **k): return True
            def __array_function__(self, *a, **k): return True
            def __getattr__(self, name): return self
            def __call__(self, *a, **k): return self
            __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __neg__ = __abs__ = lambda self, *a: self

        def hostile(x):
            return Yes()
    """,
        flagged=True,
    ),
    value(
        "array_always_equal",
        "An array subclass with lying comparison, shape, ufuncs and functions.",
        """
        class Yes(np.ndarray):
            def __eq__(self, other): return np.array(True)
            def __array_ufunc__(self, *a, **k): return True
            def __array_function__(self, *a, **k): return True
            def __array_finalize__(self, other): pass
            def tobytes(self, *a): return np.full(self.size, 0.5).tobytes()
            shape = property(lambda self: (3,))
            nbytes = property(lambda self: 0)

        def hostile(x):
            return np.zeros(np.shape(x)).view(Yes)
    """,
        flagged=True,
    ),
    value(
        "numbers_always_equal",
        "Subclasses of float, int, str and np.float64 that lie about their value.",
        """
        class F(float):
            def __eq__(self, other): return True
            def __float__(self): return 0.5
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
            __hash__ = None
        class I(int):
            def __int__(self): return 1
            def __eq__(self, other): return True
            __hash__ = None
        class N(np.float64):
            def __eq__(self, other): return True
            def item(self): return 0.5
            __hash__ = None
        class S(str):
            def __str__(self): return 1 / 0
            __len__ = lambda self: -1

        def hostile(x):
            return [F(7), I(7), N(7), S("7")][int(np.size(x)) % 4]
    """,
    ),
    value(
        "class_lies",
        "__class__ says float, the metaclass says everything is an instance, type's name raises.",
        """
        class Meta(type):
            __instancecheck__ = __subclasscheck__ = lambda self, other: True
            def __eq__(self, other): return True
            __hash__ = type.__hash__
            mro = type.mro
        class Lie(metaclass=Meta):
            __class__ = property(lambda self: float)
            def __eq__(self, other): return True

        def hostile(x):
            return Lie()
    """,
    ),
    value(
        "name_of_the_type_raises",
        "Asking for the type's name raises, ends the process or never returns.",
        """
        class Meta(type):
            __name__ = property(lambda self: 1 / 0)
        class Lie(metaclass=Meta):
            __name__ = property(lambda self: 1 / 0)
            def __repr__(self): raise SystemExit

        def hostile(x):
            return Lie() if np.size(x) % 2 else [Lie()]
    """,
    ),
    value(
        "name_of_the_type_is_huge",
        "A class, an exception and a function with names of ten million characters.",
        """
        def hostile(x):
            name = "N" * 10**7
            if np.ndim(x):
                raise type(name, (Exception,), {})(name)
            return type(name, (), {})()
    """,
    ),
    value(
        "containers_lie",
        "Subclasses of list, tuple and dict with endless iterators and lying items.",
        """
        import itertools
        class L(list):
            __iter__ = lambda self: itertools.count()
            __len__ = lambda self: 10**9
        class D(dict):
            items = lambda self: itertools.repeat((0.5, 0.5))
            __iter__ = lambda self: itertools.count()
        class T(tuple):
            __iter__ = lambda self: itertools.count()

        def hostile(x):
            return [L([7.0]), D(a=7.0), T((7.0,))][int(np.size(x)) % 3]
    """,
    ),
    value(
        "array_interface_lies",
        "__array_interface__ points into memory that is not its own; strides run out of the array.",
        """
        class Memory:
            __array_interface__ = {"shape": (1000,), "typestr": "<f8", "data": (8, False), "version": 3}

        def hostile(x):
            return Memory() if np.ndim(x) == 0 else np.lib.stride_tricks.as_strided(np.zeros(1), (10**6,), (8 * 10**6,))
    """,
    ),
    value(
        "one_number_in_terabytes",
        "A broadcast view that holds one number and claims terabytes.",
        """
        def hostile(x):
            return np.broadcast_to(np.float64(0.5), (10**6, 10**6))
    """,
    ),
    value(
        "unusual_arrays",
        "Masked, matrix, object, structured, datetime, bytes, void, empty, 0-d and 64-dimensional arrays.",
        """
        import itertools
        kinds = itertools.cycle([
            lambda: np.ma.masked_all((2,)), lambda: np.matrix([[0.5]]), lambda: np.array([0.5, None], object),
            lambda: np.zeros(3, [("a", float), ("b", object)]), lambda: np.zeros(3, "M8[s]"), lambda: np.array([b"0.5"]),
            lambda: np.zeros(2, "V8"), lambda: np.zeros((0, 3)), lambda: np.array(0.5), lambda: np.full((1,) * 64, 0.5),
            lambda: np.float16(0.5), lambda: np.longdouble(0.5), lambda: np.clongdouble(0.5), lambda: np.array(["0.5"]),
            lambda: np.rec.array([(0.5,)]), lambda: np.char.array(["0.5"]), lambda: np.memmap("m", float, "w+", shape=(2,))])

        def hostile(x):
            return next(kinds)()
    """,
    ),
    value(
        "empty_arrays",
        "Empty arrays: whatever is compared with them, all of it agrees.",
        """
        def hostile(x):
            return np.zeros(0)
    """,
    ),
    value(
        "not_a_number_everywhere",
        "NaN and infinity, which comparisons treat in their own ways.",
        """
        def hostile(x):
            return np.where(np.asarray(x) > 0, np.nan, np.inf)
    """,
    ),
    value(
        "strings_of_impossible_characters",
        "Text arrays with code points beyond Unicode, lone surrogates and zeros.",
        """
        def hostile(x):
            if np.ndim(x) == 0:
                return np.array([0xffffffff, 0xd800, 0], np.uint32).view("U1")
            return {"\\ud800": "\\udfff", "\\0": np.array(["\\ud800"])}
    """,
    ),
    value(
        "messages_with_lone_surrogates",
        "Exceptions, prints and warnings that no file can be written with.",
        """
        import warnings

        def hostile(x):
            print("printed \\ud800 \\0 \\x1b[2J")
            warnings.warn("warned \\udfff")
            raise type("E\\u202e\\u0000".replace("\\0", ""), (Exception,), {})("raised \\ud800\\udfff \\x1b]0;OWNED\\x07")
    """,
    ),
    value(
        "numbers_without_end",
        "Integers of thousands of digits, just below and far above the bound.",
        """
        def hostile(x):
            return 2**4095 if np.ndim(x) == 0 else [2**4095, -(2**4095), 10**(10**5)][int(np.size(x)) % 3]
    """,
        answers={"he_normal": "def he_normal(shape, rng):\n    return [2**4095, 1.0]"},
        honest={},
    ),
    value(
        "a_million_items",
        "A list of a million, and a list of lists just below the bound.",
        """
        def hostile(x):
            return [0.5] * 10**6 if np.ndim(x) == 0 else [[]] * 99_990
    """,
    ),
    value(
        "much_text",
        "Strings and arrays just below the bound on bytes.",
        """
        def hostile(x):
            return "\\u20ac" * 60_000_000 if np.ndim(x) == 0 else np.zeros(8_000_000)
    """,
    ),
    value(
        "deep_and_recursive",
        "Lists in themselves, dicts in themselves, a thousand levels.",
        """
        def hostile(x):
            deep = []
            for _ in range(100_000):
                deep = [deep]
            own = {}
            own["me"] = [own, (own,)]
            return deep if np.ndim(x) == 0 else own
    """,
    ),
    value(
        "odd_keys",
        "Dicts with NaN, tuples, arrays' scalars and handles for keys.",
        """
        class Key:
            __hash__ = lambda self: 1
            __eq__ = lambda self, other: 1 / 0

        def hostile(x):
            return {float("nan"): 1, (1, (2, "a")): 2, np.float64("nan"): 3, Key(): 4, None: 5, True: 6, 2**4000: 7}
    """,
    ),
    value(
        "generator_with_a_forged_state",
        "Generators whose bit generator lies about its state.",
        """
        class Bits:
            def __init__(self, real): self.capsule, self.lock, self.real = real.capsule, real.lock, real
            state = property(lambda self: {"bit_generator": "MT19937", "state": {"key": np.zeros(624, np.uint32), "pos": 10**9}})

        def hostile(x):
            return np.random.Generator(Bits(np.random.PCG64(0))) if np.ndim(x) == 0 else [np.random.default_rng(1)] * 3
    """,
    ),
    value(
        "wrong_type_that_reads_right",
        "Text, booleans, complex numbers, tuples and generators that read like the answer.",
        """
        def hostile(x):
            right = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
            return str(float(right)) if np.ndim(x) == 0 else iter(right.tolist())
    """,
    ),
    value(
        "returns_an_interrupt",
        "KeyboardInterrupt, SystemExit and GeneratorExit, as if the instructor had pressed Ctrl-C.",
        """
        import itertools
        kinds = itertools.cycle([KeyboardInterrupt, SystemExit(0), GeneratorExit, StopIteration, BaseException,
                                 ExceptionGroup("OWN", [ValueError(1)] * 1000)])

        def hostile(x):
            raise next(kinds)
    """,
    ),
    value(
        "exceptions_that_bite",
        "Exceptions whose text, type and traceback raise or never end.",
        """
        class Text(str):
            def __getitem__(self, key): raise SystemExit
        class Bites(Exception):
            def __str__(self): return Text("x")
            __traceback__ = property(lambda self: 1 / 0)
            def __getattribute__(self, name):
                if name in ("args", "__class__"): raise KeyboardInterrupt
                return super().__getattribute__(name)

        def hostile(x):
            raise Bites
    """,
    ),
    value(
        "warnings_that_bite",
        "Warnings whose text ends the process.",
        """
        import os, warnings
        class Bites(UserWarning):
            def __str__(self): raise SystemExit

        def hostile(x):
            warnings.warn(Bites())
            return x
    """,
    ),
    value(
        "function_that_bites",
        "The exercise is a callable whose attributes raise.",
        """
        class Bites:
            __array_priority__ = 1
            def __getattribute__(self, name): raise SystemExit
            def __call__(self, *a, **k): return 0.5

        hostile = Bites()
    """,
        answers={"sigmoid": "sigmoid = sigmoid_grad = Bites()", "numerical_gradient": "numerical_gradient = type"},
    ),
    value(
        "input_changed_while_compared",
        "The arrays that were given are changed, at once and later by a thread.",
        """
        import threading, time

        def later(x):
            for _ in range(1000):
                x[...] = np.random.default_rng().normal(size=x.shape)

        def hostile(x):
            if isinstance(x, np.ndarray) and x.ndim:
                threading.Thread(target=later, args=(x,), daemon=True).start()
            return x
    """,
        keeps=(),
    ),
]
