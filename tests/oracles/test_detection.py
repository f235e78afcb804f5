"""The solutions of 12_detection against PyTorch, against counting pixels and plain definitions, and against the numbers of the text."""

import itertools
import re

import numpy as np
import pytest
from throwaway import ROOT

from chainrule.autodiff import Tensor
from chainrule.boxes import hits_by_overlap, pairwise_iou
from chainrule.detectors import Localizer, Proposer, by_anchor, learn
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "12_detection"
# Both compute in float64; a few dozen operations in another order leave 12 digits or so.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


@pytest.fixture(scope="module")
def demonstrated(solved):
    """The functions and networks of the lecture's demonstrations, with the solutions in the place of a learner's answers."""
    names = dict(solved)
    for cell in read(FOLDER).notebook.cells:
        if cell.cell_type == "code" and re.match(r"import matplotlib|class |def ", cell.source):
            exec(cell.source, names)
    return names


@pytest.fixture
def rng():
    return np.random.default_rng(12)


def some_boxes(rng, N, span=20, degenerate=False):
    """Whole-numbered boxes; with `degenerate` some that are empty or inverted."""
    corner = rng.integers(0, span, (N, 2))
    size = rng.integers(-4 if degenerate else 1, span, (N, 2))
    return np.concatenate([corner, corner + size], axis=1)


def pixels(box, side=64):
    """The pixels that belong to a half-open box, as a picture of truth values."""
    x1, y1, x2, y2 = box
    picture = np.zeros((side, side), dtype=bool)
    picture[y1 : max(y1, y2), x1 : max(x1, x2)] = True
    return picture


# -- boxes -----------------------------------------------------------------------------------------


def test_iou_is_what_counting_pixels_gives(solved, rng):
    A, B = some_boxes(rng, 30, degenerate=True), some_boxes(rng, 20, degenerate=True)
    expected = np.zeros((30, 20))
    for (i, a), (j, b) in itertools.product(enumerate(A), enumerate(B)):
        either = np.sum(pixels(a) | pixels(b))
        expected[i, j] = np.sum(pixels(a) & pixels(b)) / either if either else 0
        np.testing.assert_allclose(solved["iou"](a, b), expected[i, j], **CLOSE)
    np.testing.assert_allclose(solved["iou_matrix"](A, B), expected, **CLOSE)
    np.testing.assert_allclose(pairwise_iou(A, B), expected, **CLOSE)


def test_iou_does_not_change_with_the_scale_or_the_order(solved, rng):
    for a, b in zip(some_boxes(rng, 50), some_boxes(rng, 50)):
        value = solved["iou"](a, b)
        np.testing.assert_allclose([solved["iou"](b, a), solved["iou"](1e-7 * a, 1e-7 * b)], value, **CLOSE)


def test_both_forms_undo_each_other(solved, rng):
    boxes = some_boxes(rng, 40) + rng.random((40, 4)) / 4
    np.testing.assert_allclose(solved["to_corners"](solved["to_centre"](boxes)), boxes, **CLOSE)


def test_giou_is_iou_less_the_share_of_the_hull_that_is_empty(solved, rng):
    for a, b in zip(some_boxes(rng, 100), some_boxes(rng, 100)):
        low, high = np.minimum(a[:2], b[:2]), np.maximum(a[2:], b[2:])
        hull, either = pixels([*low, *high]).sum(), (pixels(a) | pixels(b)).sum()
        expected = (pixels(a) & pixels(b)).sum() / either - (hull - either) / hull
        np.testing.assert_allclose(solved["giou"](a, b), expected, **CLOSE)


# -- losses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("beta", [0.25, 1.0, 3.0])
def test_smooth_l1_and_its_slope_are_those_of_pytorch(solved, rng, beta):
    torch = pytest.importorskip("torch")
    prediction, target = rng.normal(0, 2, (2, 5, 4))
    tensor = torch.tensor(prediction, requires_grad=True)
    expected = torch.nn.functional.smooth_l1_loss(tensor, torch.tensor(target), beta=beta, reduction="none")
    expected.sum().backward()
    loss, slope = solved["smooth_l1"](prediction, target, beta)
    np.testing.assert_allclose(loss, expected.detach().numpy(), **CLOSE)
    np.testing.assert_allclose(slope, tensor.grad.numpy(), **CLOSE)


@pytest.mark.parametrize("positives", ["some", "none", "all"])
def test_the_joint_loss_and_its_gradients_are_those_of_pytorch(solved, rng, positives):
    torch = pytest.importorskip("torch")
    scores, boxes, targets = rng.normal(0, 2, (9, 4)), rng.normal(0, 2, (9, 4)), rng.normal(0, 2, (9, 4))
    y = {"some": np.arange(9) % 4, "none": np.zeros(9, int), "all": 1 + np.arange(9) % 3}[positives]
    s, b = (torch.tensor(a, requires_grad=True) for a in (scores, boxes))
    some = torch.tensor(y > 0)
    box_loss = torch.nn.functional.smooth_l1_loss(b[some], torch.tensor(targets)[some], reduction="sum")
    loss = torch.nn.functional.cross_entropy(s, torch.tensor(y)) + box_loss / max(1, int(some.sum()))
    loss.backward()
    got = solved["joint_loss"](scores, boxes, y, targets)
    for value, expected in zip(got, (loss.detach().numpy(), s.grad.numpy(), b.grad.numpy())):
        np.testing.assert_allclose(value, expected, **CLOSE)


# -- anchors ---------------------------------------------------------------------------------------


def test_anchors_lie_where_a_sliding_window_of_the_stride_has_its_middle(solved):
    grid = solved["anchors"](3, 4, 8, np.array([[6.0, 2.0], [4.0, 4.0]])).reshape(3, 4, 2, 4)
    for i, j, k in np.ndindex(3, 4, 2):
        x1, y1, x2, y2 = grid[i, j, k]
        cell = np.mgrid[8 * i : 8 * i + 8, 8 * j : 8 * j + 8] + 0.5  # centres of the cell's pixels
        np.testing.assert_allclose([(y1 + y2) / 2, (x1 + x2) / 2], cell.mean(axis=(1, 2)))
        assert (x2 - x1, y2 - y1) == ((6, 2), (4, 4))[k]


def test_matching_is_what_the_rules_say_one_by_one(solved, rng):
    for _ in range(300):
        ious = rng.integers(0, 9, (6, rng.integers(0, 4))) / 8
        expected = []
        for row in ious:
            best = max(row, default=0)
            expected.append(row.tolist().index(best) if best >= 0.75 else -1 if best < 0.375 else -2)
        for n in range(6):
            claims = [(-ious[n, m], m) for m in range(ious.shape[1]) if 0 < ious[n, m] == ious[:, m].max()]
            if claims:
                expected[n] = min(claims)[1]
        assert solved["match"](ious, 0.375, 0.75).tolist() == expected


def test_every_box_that_meets_an_anchor_is_learned_by_one_unless_two_claim_the_same(solved, rng):
    for _ in range(100):
        ious = rng.random((8, 3)) * 0.3
        found = solved["match"](ious, 0.5, 0.7)
        assert set(ious.argmax(axis=0).tolist()) == set(np.flatnonzero(found >= 0).tolist())


def test_encoding_and_decoding_undo_each_other(solved, rng):
    anchors, boxes = some_boxes(rng, 60), some_boxes(rng, 60)
    deltas = solved["encode"](anchors, boxes)
    np.testing.assert_allclose(solved["decode"](anchors, deltas), boxes, rtol=1e-10, atol=1e-10)


def test_twice_and_half_the_size_are_equally_far_away(solved):
    anchor = np.array([[0.0, 0.0, 8.0, 8.0]])
    twice, half = (
        solved["encode"](anchor, np.array([box]))[0, 2:] for box in ([-4.0, -4.0, 12.0, 12.0], [2.0, 2.0, 6.0, 6.0])
    )
    np.testing.assert_allclose(twice, np.log(2))
    np.testing.assert_allclose(half, -np.log(2))


# -- the library's networks ------------------------------------------------------------------------


def test_rows_of_a_map_are_in_the_order_of_the_anchors(solved):
    """A map that holds each anchor's own box, in the channels and cells where the network has it."""
    H, W, sizes = 2, 3, np.array([[4.0, 2.0], [6.0, 8.0]])
    grid = solved["anchors"](H, W, 8, sizes)
    maps = np.zeros((1, 8, H, W))
    for i, j, k in np.ndindex(H, W, 2):
        w, h = sizes[k] / 2
        maps[0, 4 * k : 4 * k + 4, i, j] = [8 * j + 4 - w, 8 * i + 4 - h, 8 * j + 4 + w, 8 * i + 4 + h]
    tensor = Tensor(maps, requires_grad=True)
    rows = by_anchor(tensor, 4)
    assert rows.data.tolist() == grid.tolist()
    weights = np.arange(grid.size, dtype=float).reshape(grid.shape)
    (rows * weights).sum().backward()
    assert by_anchor(Tensor(tensor.grad), 4).data.tolist() == weights.tolist()


@pytest.mark.parametrize("kind", [Localizer, Proposer])
def test_learning_lowers_the_loss_and_changes_every_parameter(kind):
    rng = np.random.default_rng(0)
    net, X = kind(rng), rng.random((8, 32, 32, 3), dtype=np.float32)
    before = [p.data.copy() for p in net.parameters()]

    def loss_of(rows):
        scores, boxes = net(X[rows])
        return (scores * scores).mean() + ((boxes - 1.0) * (boxes - 1.0)).mean()

    losses = learn(net, len(X), loss_of, 12, batch_size=4)
    assert len(losses) == 12 and losses[-1] < losses[0]
    assert all(np.any(p.data != old) for p, old in zip(net.parameters(), before))


# -- suppression -----------------------------------------------------------------------------------


def brute_force(overlaps, scores, threshold):
    """All sets of boxes of which each box is in, or is dropped by a better one that is in, and none for both reasons."""
    N = len(scores)
    before = [[k for k in range(N) if (-scores[k], k) < (-scores[n], n)] for n in range(N)]
    for choice in itertools.product((False, True), repeat=N):
        if all(choice[n] != any(choice[k] and overlaps[n, k] > threshold for k in before[n]) for n in range(N)):
            yield sorted((n for n in range(N) if choice[n]), key=lambda n: (-scores[n], n))


def test_suppression_is_the_one_set_that_fits_its_definition(solved, rng):
    for _ in range(60):
        boxes, scores = some_boxes(rng, 7, span=10), rng.integers(0, 5, 7) / 4
        sets = list(brute_force(solved["iou_matrix"](boxes, boxes), scores, 0.3))
        assert sets == [solved["nms"](boxes, scores, 0.3).tolist()]


def test_a_higher_threshold_can_remove_a_box_and_leave_fewer(solved):
    four = np.array([[0, 0, 10, 6], [9, 1, 29, 7], [13, 2, 20, 8], [21, 2, 28, 8]])
    scores = np.array([0.9, 0.8, 0.7, 0.6])
    assert solved["nms"](four, scores, 0.0).tolist() == [0, 2, 3]
    assert solved["nms"](four, scores, 0.1).tolist() == [0, 1]


def test_classes_do_not_suppress_each_other(solved, rng):
    for _ in range(40):
        boxes, scores, labels = some_boxes(rng, 8, span=8), rng.integers(0, 6, 8) / 8, rng.integers(0, 3, 8)
        expected = []
        for label in set(labels.tolist()):
            mine = np.flatnonzero(labels == label)
            expected += mine[solved["nms"](boxes[mine], scores[mine], 0.3)].tolist()
        expected.sort(key=lambda n: (-scores[n], n))
        assert solved["nms_by_class"](boxes, scores, labels, 0.3).tolist() == expected


# -- average precision -----------------------------------------------------------------------------


def by_area(scores, hit, total):
    """The area under precision against recall, with the best precision at each recall or a higher one, in small steps."""
    ranked = np.asarray(hit)[np.argsort(-scores, kind="stable")]
    recall, precision = np.cumsum(ranked) / total, np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    levels = (np.arange(total) + 0.5) / total
    return np.mean([max(precision[recall >= level], default=0.0) for level in levels])


def test_average_precision_is_the_area_under_the_curve(solved, rng):
    for _ in range(200):
        N = int(rng.integers(1, 15))
        scores, hit = rng.integers(0, 10, N) / 8, rng.random(N) < 0.5
        total = max(1, int(hit.sum()) + int(rng.integers(0, 4)))
        np.testing.assert_allclose(
            solved["average_precision"](scores, hit, total), by_area(scores, hit, total), **CLOSE
        )


def test_the_example_of_the_text(solved):
    table = [[0, 1 / 2, 2 / 3, 2 / 4, 3 / 5], [2 / 3, 2 / 3, 2 / 3, 3 / 5, 3 / 5]]
    hit = np.array([False, True, True, False, True])
    np.testing.assert_allclose(np.cumsum(hit) / np.arange(1, 6), table[0])
    np.testing.assert_allclose([max(table[0][k:]) for k in range(5)], table[1])
    value = solved["average_precision"](np.arange(5, 0, -1), hit, 4)
    np.testing.assert_allclose(value, (2 / 3 + 2 / 3 + 3 / 5) / 4)
    assert round(value, 7) == 0.4833333


def test_wrong_boxes_below_the_last_hit_change_nothing_and_hits_there_raise_it(solved, rng):
    for _ in range(50):
        scores, hit = rng.random(8) + 1, rng.random(8) < 0.6
        value = solved["average_precision"](scores, hit, 9)
        lower, wrong = np.concatenate([scores, rng.random(500)]), np.concatenate([hit, np.zeros(500, bool)])
        assert solved["average_precision"](lower, wrong, 9) == value
        wrong[-1] = True
        assert solved["average_precision"](lower, wrong, 9) > value


def test_the_order_of_equal_scores_can_double_it(solved):
    values = [solved["average_precision"](np.ones(2), np.array(hit), 1) for hit in ([True, False], [False, True])]
    assert values == [1.0, 0.5]


def test_the_librarys_hits_are_those_of_the_further_exercise(solved, rng):
    for _ in range(200):
        corner = np.round(rng.uniform(0, 12, (9, 2)))
        found = np.concatenate([corner, corner + np.round(rng.uniform(2, 9, (9, 2)))], axis=1)
        boxes, truth, scores = found[:6], found[6:], rng.choice([1, 2, 3], 6)
        ours = hits_by_overlap(solved["iou_matrix"](boxes, truth), scores, 0.3)
        assert ours.tolist() == solved["hits"](boxes, scores, truth, 0.3).tolist()


def test_a_picture_without_objects_counts_with_its_wrong_boxes(solved):
    boxes = np.array([[0, 0, 4, 4]])
    empty = solved["hits"](boxes, np.array([0.9]), np.zeros((0, 4)), 0.5)
    full = solved["hits"](boxes, np.array([0.8]), boxes, 0.5)
    assert empty.tolist() == [False] and full.tolist() == [True]
    assert solved["average_precision"](np.array([0.9, 0.8]), np.concatenate([empty, full]), 1) == 0.5


# -- numbers of the text ---------------------------------------------------------------------------


def test_one_pixel_off_with_and_without_the_old_convention(solved):
    a, b = np.array([0, 0, 10, 10]), np.array([1, 1, 11, 11])
    assert round(solved["iou"](a, b), 3) == 0.681 == round(81 / 119, 3)
    inclusive = [np.concatenate([box[:2], box[2:] + 1]) for box in (a, b)]
    assert round(solved["iou"](*inclusive), 3) == 0.704 == round(100 / 142, 3)


def test_boxes_of_one_l1_error_have_three_values_of_iou(solved):
    true = np.array([10, 6, 30, 18])
    boxes = np.array([[14, 6, 34, 18], [6, 6, 34, 18], [14, 6, 26, 18]])
    assert np.abs(boxes - true).sum(axis=1).tolist() == [8, 8, 8]
    np.testing.assert_allclose([solved["iou"](true, box) for box in boxes], [16 / 24, 20 / 28, 12 / 20])


def test_where_an_edge_is_open_l1_asks_for_the_median_and_iou_for_another_box(solved):
    edges, tried = np.array([9, 9, 20, 60, 60]), np.arange(1.0, 80.0, 0.5)

    def box(x2):
        return np.array([0, 0, x2, 10])

    l1 = [np.mean(np.abs(x2 - edges)) for x2 in tried]
    found = [np.mean([solved["iou"](box(x2), box(edge)) for edge in edges]) for x2 in tried]
    assert tried[np.argmin(l1)] == 20 == np.median(edges) and tried[np.argmax(found)] == 9
    assert round(max(found), 2) == 0.55 and round(found[tried.tolist().index(20)], 2) == 0.51


# -- what the lecture's networks do, with other seeds than the lecture's ---------------------------


@pytest.mark.thorough
def test_a_localizer_that_goes_on_learning_says_too_little_and_one_that_knows_its_pictures_by_heart_too_much(
    demonstrated,
):
    X, y, _, _ = demonstrated["shapes"](2000, np.random.default_rng(98))

    def right(N, steps, low, high):
        p = demonstrated["names_and_boxes"](demonstrated["localizer"](N, steps, seed=5), X)[0][:, 1:]
        near = (p > low) & (p < high)
        return (np.arange(6) == y[:, None])[near].mean()

    assert right(1200, 150, 0.85, 0.95) > 0.95
    assert right(150, 300, 0.85, 0.95) < 0.85


@pytest.mark.thorough
def test_the_proposer_finds_nearly_every_shape_and_suppression_leaves_one_box_for_each(demonstrated, solved):
    scenes, corners_of = demonstrated["scenes"], demonstrated["corners_of"]
    grid = solved["anchors"](8, 8, 8, np.array([[14.0, 14.0], [20.0, 20.0], [26.0, 26.0]]))
    S, _, _, boxes = scenes(600, np.random.default_rng(5))
    S_test, _, _, others = scenes(100, np.random.default_rng(98))
    net, _ = demonstrated["proposer"](S, [corners_of(b) for b in boxes], grid, 300, seed=5)
    true, hit, shown = [corners_of(b) for b in others], 0, {0.0: 0, 0.4: 0, 0.9: 0}
    for truth, (found, p) in zip(true, demonstrated["proposals"](net, S_test, grid)):
        best = np.argsort(-p, kind="stable")[:30]
        for threshold in shown:
            kept = best[solved["nms"](found[best], p[best], threshold)]
            kept = kept[p[kept] > 0.5]
            shown[threshold] += len(kept)
            hit += threshold == 0.4 and solved["hits"](found[kept], p[kept], truth, 0.5).sum()
    total = sum(map(len, true))
    assert hit > 0.93 * total
    assert shown[0.0] < 0.96 * total and 0.95 * total < shown[0.4] < 1.1 * total and shown[0.9] > 2.5 * total
