"""Pictures are made small in the build, and a picture that has not visibly changed is kept byte for byte."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from chainrule_staff.authoring.pictures import quantised, settle, visibly_same


def png(pixels) -> bytes:
    target = io.BytesIO()
    Image.fromarray(np.asarray(pixels, dtype=np.uint8)).save(target, "PNG")
    return target.getvalue()


def figure(text: str = "0.94", mode: str = "RGB") -> Image.Image:
    """A line of many soft colours with a word on it."""
    x, y = np.meshgrid(np.arange(120), np.arange(80))
    grey = 255 - 155 * np.exp(-((y - 40 - 30 * np.sin(x / 20)) ** 2) / 8)
    image = Image.fromarray(np.dstack([grey, grey**2 / 255, 0.5 * grey]).astype(np.uint8)).convert(mode)
    ImageDraw.Draw(image).text((50, 30), text, fill="black")
    return image


def encoded(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def test_a_quantised_picture_is_smaller_and_looks_the_same():
    whole = encoded(figure())
    small = quantised(whole)
    assert len(small) < len(whole)
    assert Image.open(io.BytesIO(small)).mode == "P"
    assert visibly_same(whole, small)


def test_a_quantised_picture_keeps_its_transparency():
    image = figure(mode="RGBA")
    image.putpixel((0, 0), (10, 20, 30, 0))
    found = Image.open(io.BytesIO(quantised(encoded(image)))).convert("RGBA")
    assert found.getpixel((0, 0))[3] == 0
    assert found.getpixel((60, 60))[3] == 255


@pytest.mark.parametrize("text", ["0.95", "0.9", "0.94."])
def test_another_digit_is_another_picture(text):
    assert not visibly_same(encoded(figure()), encoded(figure(text)))


def test_noise_of_a_level_or_two_is_the_same_picture():
    pixels = np.asarray(figure(), dtype=int)
    noisy = np.clip(pixels + np.random.default_rng(0).integers(-2, 3, pixels.shape), 0, 255)
    assert visibly_same(png(pixels), png(noisy))
    assert not visibly_same(png(pixels), png(pixels[:-1]))


def notebook(*images: Image.Image) -> dict:
    outputs = [{"data": {"image/png": base64.b64encode(encoded(image)).decode()}} for image in images]
    return {"cells": [{"outputs": outputs}], "metadata": {"widgets": {"state": {"a": {"outputs": outputs[:1]}}}}}


def pictures(found: dict) -> list[str]:
    return [output["data"]["image/png"] for output in found["cells"][0]["outputs"]]


def test_a_picture_that_did_not_visibly_change_keeps_its_bytes():
    before = notebook(figure("a"), figure("b"))
    settle(before, None)
    noisy = figure("b")
    noisy.putpixel((3, 3), tuple(level + 1 for level in noisy.getpixel((3, 3))))
    after = notebook(figure("c"), noisy, figure("a"))
    settle(after, before)
    new, same, moved = pictures(after)
    assert same == pictures(before)[1]
    assert moved == pictures(before)[0]
    assert new not in pictures(before)


def test_pictures_in_the_state_of_widgets_are_quantised():
    found = notebook(figure())
    large = found["metadata"]["widgets"]["state"]["a"]["outputs"][0]["data"]["image/png"]
    settle(found, None)
    assert len(found["metadata"]["widgets"]["state"]["a"]["outputs"][0]["data"]["image/png"]) < len(large)


def test_a_picture_of_many_colours_in_the_last_build_is_not_kept():
    """It was built before pictures were quantised."""
    before, after = notebook(figure()), notebook(figure())
    settle(after, before)
    assert pictures(after) != pictures(before)
