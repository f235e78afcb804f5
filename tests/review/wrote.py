"""What the learners of the tests wrote as their answer to 1.3."""

MARKUP = "</textarea></pre><img src=x onerror=alert(1)><script>alert(2)</script>"
HE = "def he_normal(shape, rng):\n    return {}"
# Ada and Bela differ in names alone, Chen and Dora in nothing that anybody knows.
WRITTEN = {
    "ada": HE.format("rng.normal(0, np.sqrt(1 / shape[0]), shape)"),
    "bela": "def he_normal(size, gen):  # mine\n    return gen.normal(0, np.sqrt(1/size[0]), size)",
    "chen": HE.format("rng.normal(0.5, np.sqrt(2 / shape[0]), shape)"),
    "dora": HE.format("rng.normal(0.5, np.sqrt(2 / shape[0]), shape)"),
    "emil": HE.format("rng.normal(0, np.sqrt(2 / shape[0]), shape)"),
    "markup": f'def he_normal(shape, rng):\n    """{MARKUP}"""\n    raise ValueError("{MARKUP}")  # {MARKUP}',
}
